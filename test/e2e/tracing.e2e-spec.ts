import { setTimeout as sleep } from 'node:timers/promises';
import { Controller, Get, Module } from '@nestjs/common';
import { context, propagation, trace } from '@opentelemetry/api';
import { InMemorySpanExporter, NodeTracerProvider, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-node';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';
import { Public } from '../../packages/signin/src/auth/access/decorators.js';
import { Tracing, Untraced } from '../../packages/signin/src/tracing/tracing.js';
import { Browser } from '../support/browser.js';
import { startCollector, type CollectedSpan, type Collector } from '../support/collector.js';
import { signIn } from '../support/sign-in.js';
import { startPair } from '../support/start-pair.js';

const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
const parent = '00f067aa0ba902b7';

const attribute = (span: CollectedSpan | undefined, name: string): unknown =>
  Object.values(span?.attributes.find(({ key }) => key === name)?.value ?? {})[0];

@Controller('own-spans')
class OwnSpansController {
  private readonly tracer = trace.getTracer('own');

  @Public()
  @Get()
  async work(): Promise<string> {
    return this.tracer.startActiveSpan('own work', async (span) => {
      await sleep(1);
      this.tracer.startSpan('after a pause').end();
      span.end();
      return 'done';
    });
  }
}

@Module({ controllers: [OwnSpansController] })
class OwnSpansModule {}

describe('Traces', () => {
  let collector: Collector;

  beforeEach(async () => {
    collector = await startCollector();
  });

  afterEach(() => collector.close());

  it('show a sign-in with the requests that it made of the provider, which learns whose they are', async () => {
    const sent: (string | undefined)[] = [];
    const note = (message: unknown): void => {
      const { request } = message as { request: IncomingMessage };
      if (request.url?.endsWith('/token')) sent.push(request.headers.traceparent?.toString());
    };
    subscribe('http.server.request.start', note);
    const pair = await startPair({
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_EXPORTER_OTLP_HEADERS: 'api-key=key%20of%20the%20service',
      OTEL_SERVICE_NAME: 'sign-in-test',
    });
    const page = await signIn(new Browser(), pair.url, 'alice@example.com', 'alice');
    expect(page.status).toBe(200);
    await pair.close();
    unsubscribe('http.server.request.start', note);

    const spans = collector.spans();
    const callback = spans.find(({ name }) => name === 'GET /authorization-code/callback');
    expect(callback?.kind).toBe(2);
    expect(attribute(callback, 'http.response.status_code')).toBe(303);
    expect(BigInt(callback?.endTimeUnixNano ?? 0) >= BigInt(callback?.startTimeUnixNano ?? 1)).toBe(true);
    const within = spans.filter(({ parentSpanId, traceId: trace }) => parentSpanId === callback?.spanId && trace === callback?.traceId);
    expect(within.map(({ name }) => name)).toEqual(expect.arrayContaining(['provider token', 'provider userinfo']));
    const token = within.find(({ name }) => name === 'provider token');
    expect(token?.kind).toBe(3);
    expect(attribute(token, 'url.full')).toBe(`${pair.okta.origin}/oauth2/v1/token`);
    expect(sent).toEqual([`00-${token?.traceId}-${token?.spanId}-01`]);

    const [{ path, headers, body } = { path: '', headers: {}, body: '' }] = collector.deliveries;
    expect(path).toBe('/v1/traces');
    expect([headers['content-type'], headers['api-key']]).toEqual(['application/json', 'key of the service']);
    expect(body).toContain('{"key":"service.name","value":{"stringValue":"sign-in-test"}}');
    expect(body).not.toContain('key of the service');
  });

  it('hold no query, cookie, token or password', async () => {
    const pair = await startPair({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.url });
    const browser = new Browser();
    const page = await signIn(browser, pair.url, 'alice@example.com', 'alice');
    await browser.get(`${pair.url}/authorization-code/callback?code=a-code-of-somebody&state=a-state-of-somebody`);
    await browser.get(`${pair.url}/api/me?access_token=a-token-in-the-query`, { authorization: 'Bearer a-token-in-the-header' });
    await browser.post(page, '/backchannel-logout', { logout_token: 'a-token-in-the-body' });
    await pair.close();
    const delivered = collector.deliveries.map(({ body }) => body).join('\n');
    expect(delivered).toContain('"/authorization-code/callback"');
    const queries = page.trail.flatMap(({ url, location }) => [url, location]).map((address) => new URL(address, pair.url).search);
    const cookies = page.setCookies.map((line) => line.split(';', 1)[0]?.split('=')[1] ?? '');
    const secrets = [...queries, ...cookies, 'of-somebody', 'a-token-in', pair.app.settings.provider.clientSecret ?? ''];
    const long = secrets.filter((secret) => secret.length > 4);
    expect(long.length).toBeGreaterThan(5);
    expect(long.filter((secret) => delivered.includes(secret))).toEqual([]);
  });

  it('go on below the span that a request names, and the log names the trace', async () => {
    const pair = await startPair({ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${collector.url}/in` });
    await fetch(`${pair.url}/nowhere?secret`, { headers: { traceparent: `00-${traceId}-${parent}-01` } });
    await fetch(`${pair.url}/`);
    await fetch(`${pair.url}/healthz`);
    await pair.close();
    const below = collector.spans().find((span) => span.traceId === traceId);
    expect([below?.parentSpanId, attribute(below, 'url.path')]).toEqual([parent, '/nowhere']);
    const own = collector.spans().find(({ name }) => name === 'GET /');
    expect(own?.parentSpanId).toBeUndefined();
    expect(collector.spans().map((span) => attribute(span, 'url.path'))).not.toContain('/healthz');
    expect(collector.deliveries.map(({ path }) => path)).toContain('/in');
    const logged = pair.app.log.map((line) => JSON.parse(line) as Record<string, unknown>).filter(({ context }) => context === 'Request');
    expect(logged.filter(({ path }) => path === '/nowhere').map(({ trace }) => trace)).toEqual([traceId]);
    const home = logged.find(({ path }) => path === '/');
    expect([home?.trace, home?.reference]).toEqual([own?.traceId, attribute(own, 'signin.reference')]);
  });

  it("hold spans of one's own below the request that made them", async () => {
    const pair = await startPair({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.url }, {}, [OwnSpansModule]);
    expect(await (await fetch(`${pair.url}/own-spans`)).text()).toBe('done');
    await pair.close();
    const request = collector.spans().find(({ name }) => name === 'GET /own-spans');
    const own = collector.spans().find(({ name }) => name === 'own work');
    expect([own?.traceId, own?.parentSpanId]).toEqual([request?.traceId, request?.spanId]);
    const inner = collector.spans().find(({ name }) => name === 'after a pause');
    expect(inner?.parentSpanId).toBe(own?.spanId);
  });

  it("go to an SDK of one's own where one is registered", async () => {
    const exporter = new InMemorySpanExporter();
    new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }).register();
    const pair = await startPair({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.url });
    await fetch(`${pair.url}/`);
    await pair.close();
    expect(exporter.getFinishedSpans().map(({ name }) => name)).toContain('GET /');
    expect(collector.deliveries).toEqual([]);
    expect(trace.getTracer('own').startSpan('still theirs').isRecording()).toBe(true);
    trace.disable();
    context.disable();
    propagation.disable();
  });

  it.each([
    ['OTEL_SDK_DISABLED', 'true'],
    ['OTEL_TRACES_SAMPLER', 'always_off'],
  ])('stay here with %s=%s', async (name, value) => {
    const pair = await startPair({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, [name]: value });
    expect((await fetch(`${pair.url}/`)).status).toBe(200);
    await pair.close();
    expect(collector.deliveries).toEqual([]);
  });

  it('are not made where no collector is named', async () => {
    const pair = await startPair();
    expect(pair.app.app.get(Tracing)).toBeInstanceOf(Untraced);
    await pair.close();
  });

  it('are lost without harm while the collector is away, and the log says so once', async () => {
    const away = await startCollector();
    // Too short for another attempt, which would only come in a second.
    const pair = await startPair({ OTEL_EXPORTER_OTLP_ENDPOINT: away.url, OTEL_EXPORTER_OTLP_TIMEOUT: '500' });
    await away.close();
    expect((await signIn(new Browser(), pair.url, 'alice@example.com', 'alice')).status).toBe(200);
    await pair.close();
    expect(pair.app.log.filter((line) => line.includes('Spans cannot be delivered') && line.includes('ECONNREFUSED'))).toHaveLength(1);
  });
});
