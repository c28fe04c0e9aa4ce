import http from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { Browser } from './browser.mjs';
import { load } from './load.mjs';
import { cpuTime, machineTime, processTree, residentMemory } from './process.mjs';
import { Program } from './program.mjs';
import { subjectName } from './servers.mjs';
import { signIns } from './sign-ins.mjs';

/** Milliseconds after which the server has closed the connections of those who signed in. */
const settled = 300;
/** Milliseconds of a page's warming after which its requests are counted again. */
const step = 500;

/** What is measured in turns, in this order: the keys of the figures. */
export const kinds = ['profile', 'anonymous', 'signIn', 'signInTogether'];

/** A contestant that runs, with a person signed in who stays until the end. */
export class Entrant {
  #program;
  #pages;
  #agent = new http.Agent({ keepAlive: true });
  #person;
  /** Until the first answer: milliseconds, those of CPU time, and megabytes of resident memory. */
  start;
  startCpu;
  memory;

  /** Rejects when the program does not start, or does not do what a sign-in server must do. */
  static async enter(contestant, surroundings) {
    const entrant = new Entrant();
    entrant.#program = await Program.start(contestant, surroundings);
    entrant.start = entrant.#program.startMilliseconds;
    entrant.startCpu = cpuTime(entrant.#program.pids) / 1000;
    entrant.memory = residentMemory(entrant.#program.pids);
    entrant.#pages = { ...contestant.pages, name: subjectName };
    entrant.#person = new Browser(entrant.#program.url, entrant.#agent);
    await entrant.#refusesStrangers().catch(async (error) => {
      await entrant.stop();
      throw error;
    });
    return entrant;
  }

  /**
   * Until V8 has compiled what is measured: `requests` of each page or `milliseconds`, whatever comes first, and sign-ins.
   * @returns {Promise<{requests: number, heapEach: number | undefined}>} requests of the profile, and bytes that a signed-in person leaves behind
   */
  async warmUp({ requests, milliseconds, signIns: counts }) {
    if (this.#signsIn) await this.#person.signIn(this.#pages);
    const asked = await this.#warmPage(this.#pages.profile, this.#person.cookie, requests, milliseconds);
    await this.#warmPage('/', undefined, requests, milliseconds);
    return { requests: asked, heapEach: this.#signsIn ? await this.#weighPerson(counts) : undefined };
  }

  /** A turn of one of the `kinds`: what the program spends on one of them; microseconds of a page, milliseconds of a sign-in. */
  async turn(kind, milliseconds) {
    if (kind === 'profile') return this.#watched(() => this.#load(this.#pages.profile, this.#person.cookie, milliseconds));
    if (kind === 'anonymous') return { anonymous: (await this.#load('/', undefined, milliseconds)).microseconds };
    if (!this.#signsIn) return {};
    return { [kind]: (await this.#signIns(milliseconds, kind === 'signIn' ? 1 : 16)).milliseconds };
  }

  /** Rejects when the person is signed in no more, or an altered cookie is taken for theirs. */
  async keepsThePerson() {
    if (!this.#signsIn) return;
    const { profile, name } = this.#pages;
    const page = await this.#person.fetch(profile);
    if (page.status !== 200 || !page.body.includes(name)) throw new Error('the first session was lost under the load');
    const forged = await this.#person.fetch(profile, { cookie: this.#person.forgedCookie });
    if (forged.status === 200) throw new Error('an altered cookie is accepted');
  }

  async stop() {
    this.#agent.destroy();
    await this.#program.stop();
  }

  /** Not a host without sign-in. */
  get #signsIn() {
    return this.#pages.login !== undefined;
  }

  async #refusesStrangers() {
    if (!this.#signsIn) return;
    const { status } = await this.#person.fetch(this.#pages.profile);
    if (status === 200) throw new Error(`${this.#pages.profile} is open to everybody`);
  }

  #load(path, cookie, milliseconds) {
    return load({ url: this.#program.url, path, cookie, pids: this.#program.pids, milliseconds });
  }

  #signIns(milliseconds, flight, least) {
    return signIns({ url: this.#program.url, pages: this.#pages, pids: this.#program.pids, milliseconds, flight, least });
  }

  async #warmPage(path, cookie, requests, milliseconds) {
    let done = 0;
    for (let spent = 0; spent < milliseconds && done < requests; spent += step) done += (await this.#load(path, cookie, step)).requests;
    return done;
  }

  /** Undefined on a machine too busy for so many sign-ins: the figure would be noise. */
  async #weighPerson({ before, between }) {
    const warming = await this.#signIns(0, 16, before);
    if (between === 0) return undefined;
    await sleep(settled);
    const empty = await this.#program.heap();
    const filling = await this.#signIns(0, 16, between);
    await sleep(settled);
    return warming.signIns >= before && filling.signIns >= between ? ((await this.#program.heap()) - empty) / filling.signIns : undefined;
  }

  /** With what other programs used meanwhile, in cores. */
  async #watched(work) {
    const [machine, ours, began] = [machineTime(), cpuTime(processTree(process.pid)), performance.now()];
    const { microseconds, perSecond } = await work();
    const wall = (performance.now() - began) * 1000;
    const others = Math.max(0, (machineTime() - machine - (cpuTime(processTree(process.pid)) - ours)) / wall);
    return { profile: microseconds, perSecond, others };
  }
}
