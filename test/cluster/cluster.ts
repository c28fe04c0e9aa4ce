import { startProvider, type Provider } from '../conformance/provider/start-provider.js';
import { register, settingsFor, settle } from '../conformance/scenario.js';
import { buildApplication, Instance, type Build } from '../production/instances.js';
import { Browser } from '../support/browser.js';
import { freePort } from '../support/free-port.js';
import { Balancer } from './balancer.js';

/** Three processes of the built application behind one proxy. */
export class Cluster {
  private constructor(
    readonly url: string,
    readonly provider: Provider,
    readonly balancer: Balancer,
    readonly instances: readonly Instance[],
    private readonly build: Build,
  ) {}

  static async start(env: Readonly<Record<string, string>>): Promise<Cluster> {
    const build = await buildApplication();
    const provider = await startProvider();
    const port = await freePort();
    const url = `http://localhost:${port}`;
    register(provider, url);
    const shared = {
      ...settingsFor(provider, env),
      NODE_ENV: 'production',
      HOST: '127.0.0.1',
      PUBLIC_URL: url,
      SESSION_SECRET: 'f3a9c1e07b5d48269e1f0c7ab3d5824617c9e0fa42bd6837',
      LOG_LEVEL: 'warn',
    };
    const ports = [await freePort(), await freePort(), await freePort()];
    const instances = ports.map((instancePort) => new Instance(build, instancePort, shared));
    await Promise.all(instances.map((instance) => instance.start()));
    return new Cluster(url, provider, await Balancer.start(port, ports), instances, build);
  }

  /** A new person's browser, signed in. Undefined when the sign-in did not complete. */
  async signIn(): Promise<Browser | undefined> {
    const browser = new Browser();
    const page = await settle(browser, await browser.get(`${this.url}/profile`));
    return page.status === 200 && page.url === `${this.url}/profile` ? browser : undefined;
  }

  async isSignedIn(browser: Browser): Promise<boolean> {
    return (await browser.get(`${this.url}/api/me`)).status === 200;
  }

  async stop(): Promise<void> {
    await this.balancer.stop();
    await Promise.all(this.instances.map((instance) => instance.stop()));
    await this.provider.close();
    await this.build.remove();
  }
}
