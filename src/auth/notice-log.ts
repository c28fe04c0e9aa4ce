import { Injectable, Logger } from '@nestjs/common';

/** What an operator should see once: an old key set in use, an endpoint that differs from the settings. */
@Injectable()
export class NoticeLog {
  private readonly logger = new Logger('Provider');
  private readonly seen = new Set<string>();

  write({ code, message }: { readonly code: string; readonly message: string }): void {
    if (this.seen.has(message)) return;
    this.seen.add(message);
    this.logger.warn(`${code}: ${message}`);
  }
}
