/** Thrown by the readers of single values; becomes a problem of the ConfigurationError. Holds no secret. */
export class SettingRefused extends Error {
  override readonly name = 'SettingRefused';

  constructor(
    /** The rest of a sentence that begins with the variable's name. */
    readonly problem: string,
    readonly fix: string,
  ) {
    super(problem);
  }
}
