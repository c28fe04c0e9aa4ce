import { Injectable, Module } from '@nestjs/common';

/** Where the host's secrets come from: a vault that answers in its own time. */
@Injectable()
export class Secrets {
  async read(name: string): Promise<string> {
    return Promise.resolve(`${name} that is long enough to be a secret of 32 bytes`);
  }
}

@Module({ providers: [Secrets], exports: [Secrets] })
export class SecretsModule {}
