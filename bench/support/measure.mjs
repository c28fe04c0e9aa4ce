import http from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { Browser } from './browser.mjs';
import { load } from './load.mjs';
import { machineTime, cpuTime, processTree, residentMemory } from './process.mjs';
import { Program } from './program.mjs';
import { subjectName } from './servers.mjs';
import { signIns } from './sign-ins.mjs';

/**
 * Milliseconds of each phase; of the pages the first half warms up. `signIns`: those that compile the code, and those after them until
 * a session weighs more than the noise; undefined: half a second of them, and nothing is weighed.
 */
export const lengths = {
  short: { anonymous: 500, profile: 1500, alone: 600, together: 600 },
  full: { anonymous: 2500, profile: 7000, alone: 1250, together: 1250, signIns: { before: 700, between: 800 } },
};

/** Milliseconds. */
const shortWarming = 500;
/** Milliseconds after which the server has closed the connections of those who signed in. */
const settled = 300;

/** One turn of one contestant, from its start to its end. Rejects when it does not do what a sign-in server must do. */
export async function takeTurn(contestant, surroundings, length) {
  const program = await Program.start(contestant, surroundings);
  const agent = new http.Agent({ keepAlive: true });
  try {
    const pages = { ...contestant.pages, name: subjectName };
    const { url, pids } = program;
    const start = { start: program.startMilliseconds, memory: residentMemory(pids) };
    const person = new Browser(url, agent);
    await refusesStrangers(person, pages);
    await person.signIn(pages);
    const result = { ...start, ...(await measurePages(program, pages, person, length)), ...(await measureSignIns(program, pages, length)) };
    await keepsThePerson(person, pages);
    return result;
  } finally {
    agent.destroy();
    await program.stop();
  }
}

async function measurePages({ url, pids }, { profile: path }, { cookie }, length) {
  const [machine, ours, began] = [machineTime(), cpuTime(processTree(process.pid)), performance.now()];
  const profile = await load({ url, path, cookie, pids, milliseconds: length.profile });
  const anonymous = await load({ url, path: '/', pids, milliseconds: length.anonymous });
  const wall = (performance.now() - began) * 1000;
  const others = Math.max(0, (machineTime() - machine - (cpuTime(processTree(process.pid)) - ours)) / wall);
  return { profile: profile.microseconds, perSecond: profile.perSecond, warm: profile.warm, anonymous: anonymous.microseconds, others };
}

async function measureSignIns(program, pages, { alone, together, signIns: counts }) {
  const several = (milliseconds, flight, least) => signIns({ url: program.url, pages, pids: program.pids, milliseconds, flight, least });
  if (counts === undefined) await several(shortWarming, 4);
  const heapEach = counts && (await weighPerson(program, several, counts));
  const [one, many] = [await several(alone, 1), await several(together, 16)];
  return { signIn: one.milliseconds, signInTogether: many.milliseconds, heapEach };
}

/** Bytes that a signed-in person leaves behind. Undefined on a machine too busy for so many sign-ins: the figure would be noise. */
async function weighPerson(program, several, { before, between }) {
  const warming = await several(0, 16, before);
  await sleep(settled);
  const empty = await program.heap();
  const filling = await several(0, 16, between);
  await sleep(settled);
  return warming.signIns >= before && filling.signIns >= between ? ((await program.heap()) - empty) / filling.signIns : undefined;
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
