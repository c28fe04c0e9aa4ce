import { readFile } from 'node:fs/promises';
import { Controller, Get, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Public } from '@fanlight/signin';

/** The page's own files. They are the same for everybody, so anybody may load them: what belongs to a person comes from the API. */
@Public()
@Controller('spa')
export class SpaController {
  @Get()
  page(@Res() reply: FastifyReply): Promise<void> {
    return this.send(reply, 'index.html', 'text/html');
  }

  @Get('app.js')
  script(@Res() reply: FastifyReply): Promise<void> {
    return this.send(reply, 'app.js', 'text/javascript');
  }

  @Get('style.css')
  style(@Res() reply: FastifyReply): Promise<void> {
    return this.send(reply, 'style.css', 'text/css');
  }

  private async send(reply: FastifyReply, file: string, type: string): Promise<void> {
    const content = await readFile(new URL(`page/${file}`, import.meta.url));
    await reply.type(`${type}; charset=utf-8`).header('cache-control', 'no-cache').send(content);
  }
}
