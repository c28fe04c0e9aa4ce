import { once } from 'node:events';
import { type ClientHttp2Session, connect, type IncomingHttpHeaders } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { Controller, Get, type MessageEvent, Module, Sse } from '@nestjs/common';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { CurrentUser, SignInModule } from '@fanlight/signin';
import { signedInAs } from '@fanlight/signin/testing';
import { interval, map, type Observable } from 'rxjs';
import { Sessions } from '../../packages/signin/src/session/sessions.js';

@Controller('account')
class AccountController {
  @Get() account(@CurrentUser() user: CurrentUser): object {
    return { email: user.email };
  }
  @Sse('news') news(): Observable<MessageEvent> {
    return interval(0).pipe(map((count) => ({ data: String(count) })));
  }
}

@Module({
  imports: [
    SignInModule.forRoot({
      variables: {
        ...{ NODE_ENV: 'test', OIDC_ISSUER: 'http://127.0.0.1:9', OIDC_CLIENT_ID: 'app', OIDC_CLIENT_SECRET: 'Yw8Tq2Lx6Vn4' },
        ...{ SESSION_SECRET: 'k'.repeat(43), DATABASE_URL: 'sqlite::memory:' },
      },
    }),
  ],
  controllers: [AccountController],
})
class HostModule {}

describe('A host that speaks HTTP/2', () => {
  it('lets nobody in without a session, and ends an event stream with its session', async () => {
    const module = await Test.createTestingModule({ imports: [HostModule] }).compile();
    const app = module.createNestApplication(new FastifyAdapter({ http2: true }));
    await app.listen(0, '127.0.0.1');
    const client = connect(`http://127.0.0.1:${(app.getHttpServer() as { address(): AddressInfo }).address().port}`);
    try {
      expect(await get(client, '/account', {})).toMatchObject({ ':status': 401 });
      const { headers, session } = await signedInAs(app, { email: 'carol@example.com' });
      expect(await get(client, '/account', headers)).toMatchObject({ ':status': 200, body: '{"email":"carol@example.com"}' });

      const stream = client.request({ ':path': '/account/news', ...headers });
      stream.setEncoding('utf8');
      let text = '';
      stream.on('data', (chunk: string) => (text += chunk));
      while (!text.includes('data: ')) await once(stream, 'data');
      const ended = once(stream, 'end');
      await app.get(Sessions).end(session.key);
      await ended;
      expect(await get(client, '/account', headers)).toMatchObject({ ':status': 401 });
    } finally {
      client.destroy();
      await app.close();
    }
  });
});

async function get(client: ClientHttp2Session, path: string, headers: IncomingHttpHeaders): Promise<object> {
  const stream = client.request({ ':path': path, accept: 'application/json', ...headers });
  stream.setEncoding('utf8');
  const [response] = (await once(stream, 'response')) as [object];
  let body = '';
  for await (const chunk of stream) body += String(chunk);
  return { ...response, body };
}
