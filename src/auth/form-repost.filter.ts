import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Settings } from '../config/settings.js';
import { Views } from '../rendering/views.js';
import { callbackPath } from './callback-path.js';
import { RepostNeeded, repostedField } from './form-repost.guard.js';

@Catch(RepostNeeded)
export class FormRepostFilter implements ExceptionFilter<RepostNeeded> {
  constructor(
    private readonly views: Views,
    private readonly settings: Settings,
  ) {}

  catch(repost: RepostNeeded, host: ArgumentsHost): void {
    const base = this.settings.publicUrl.path;
    const fields = [...repost.fields, { name: repostedField, value: '1' }];
    const page = this.views.render(
      'form-repost',
      {
        action: base + callbackPath,
        fields,
        host: URL.parse(this.settings.provider.server.issuer)?.host ?? this.settings.provider.server.issuer,
      },
      { title: 'Signing you in', person: undefined, base },
    );
    void host.switchToHttp().getResponse<FastifyReply>().header('cache-control', 'no-store').type('text/html; charset=utf-8').send(page);
  }
}
