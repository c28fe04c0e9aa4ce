import type { Requirement } from '../auth/requirements.js';
import type { RouteDescription } from '../auth/described.decorator.js';

/** A route below /api, as Nest and the guards know it. */
export interface ApiRoute {
  /** `MeController.me` */
  readonly name: string;
  /** In capitals. */
  readonly method: string;
  /** With parameters as OpenAPI writes them: `/api/orders/{number}`. */
  readonly path: string;
  readonly parameters: readonly string[];
  /** Status of the answer when all goes well. */
  readonly success: number;
  readonly isPublic: boolean;
  /** Other sites may call it. */
  readonly isCrossSite: boolean;
  readonly isRateLimited: boolean;
  readonly requirements: readonly Requirement['kind'][];
  /** Undefined: nobody wrote one. */
  readonly description: RouteDescription | undefined;
}
