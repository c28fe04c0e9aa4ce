import { Injectable, Logger } from '@nestjs/common';
import type { Notice } from '../oidc/relying-party-options.js';

/** What an operator should see: once, such as an endpoint that differs from the settings, or each time that it begins, such as an outage. */
@Injectable()
export class NoticeLog {
  private readonly logger = new Logger('Provider');
  private readonly written = new Set<string>();

  write({ code, message, recurs }: Notice): void {
    if (recurs !== true && this.written.has(message)) return;
    this.written.add(message);
    this.logger.warn(`${code}: ${message}`);
  }
}
