import { setTimeout as sleep } from 'node:timers/promises';
import http from 'node:http';
import { Browser } from './browser.mjs';
import { load } from './load.mjs';
import { machineTime, cpuTime, processTree, residentMemory } from './process.mjs';
import { Program } from './program.mjs';
import { subjectName } from './servers.mjs';
import { signIns } from './sign-ins.mjs';

/** Requests after which the hot path is compiled. */
const warm = 4000;

/** Milliseconds of each phase; what warms up is not measured. */
export const lengths = {
  short: { warmPages: 500, anonymous: 500, profile: 1000, warmSignIns: 750, signIns: 750 },
  full: { warmPages: 1250, anonymous: 1250, profile: 2500, warmSignIns: 2000, signIns: 1750 },
};

/** One turn of one contestant, from its start to its end. Rejects when it does not do what a sign-in server must do. */
export async function takeTurn(contestant, surroundings, length) {
  const program = await Program.start(contestant, surroundings);
  try {
    const pages = { ...contestant.pages, name: subjectName };
    const { url, pids } = program;
    const result = { start: program.startMilliseconds, memory: residentMemory(pids) };
    const agent = new http.Agent({ keepAlive: true });
    const person = new Browser(url, agent);
    await refusesStrangers(person, pages);
    await person.signIn(pages);
    const { cookie } = person;
    await load({ url, path: pages.profile, cookie, pids, milliseconds: length.warmPages, least: warm });
    await load({ url, path: '/', pids, milliseconds: length.warmPages / 2 });
    const [machine, ours] = [machineTime(), cpuTime(processTree(process.pid))];
    const began = performance.now();
    result.anonymous = (await load({ url, path: '/', pids, milliseconds: length.anonymous })).microseconds;
    const profile = await load({ url, path: pages.profile, cookie, pids, milliseconds: length.profile });
    const wall = (performance.now() - began) * 1000;
    result.others = Math.max(0, (machineTime() - machine - (cpuTime(processTree(process.pid)) - ours)) / wall);
    result.profile = profile.microseconds;
    result.perSecond = profile.perSecond;
    await signIns({ url, pages, pids, milliseconds: length.warmSignIns / 3, flight: 4 });
    const heap = await program.heap();
    const filling = await signIns({ url, pages, pids, milliseconds: (length.warmSignIns * 2) / 3, flight: 16 });
    const alone = await signIns({ url, pages, pids, milliseconds: length.signIns, flight: 1 });
    const together = await signIns({ url, pages, pids, milliseconds: length.signIns, flight: 16 });
    result.signIn = alone.milliseconds;
    result.signInTogether = together.milliseconds;
    await sleep(50);
    result.heapEach = ((await program.heap()) - heap) / (filling.signIns + alone.signIns + together.signIns);
    await keepsThePerson(person, pages);
    agent.destroy();
    return result;
  } finally {
    await program.stop();
  }
}

async function refusesStrangers(person, { profile }) {
  const { status } = await person.fetch(profile);
  if (status === 200) throw new Error(`${profile} is open to everybody`);
}

async function keepsThePerson(person, { profile, name }) {
  const page = await person.fetch(profile);
  if (page.status !== 200 || !page.body.includes(name)) throw new Error('the first session was lost under the load');
  const forged = await person.fetch(profile, { cookie: person.forgedCookie });
  if (forged.status === 200) throw new Error('an altered cookie is accepted');
}
