// Memory with 10,000 idle keep-alive connections and 500 pending logins, and after they are gone.
import net from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Browser } from './support/browser.mjs';
import { contestants } from './support/contestants.mjs';
import { Program } from './support/program.mjs';
import { residentMemory } from './support/process.mjs';
import { printTable } from './support/report.mjs';
import { signIns } from './support/sign-ins.mjs';
import { startProvider, subjectName } from './support/servers.mjs';

const logins = 500;
/** Of the loopback network, so that no address runs out of ports. */
const sources = ['127.0.0.1', '127.0.0.2', '127.0.0.3'];

/** Megabytes that may stay from the first time to the last. */
const leak = 1;

/**
 * Three times over: what is kept from the first time is code and buffers, what grows with each further one is a leak.
 * @returns {Promise<object[]>} the rows for printTargets()
 */
export async function measureIdle(connections) {
  const provider = await startProvider();
  const contestant = contestants['application, SQLite'];
  const program = await Program.start(contestant, { issuer: provider.issuer });
  const { url, pids } = program;
  const rows = [];
  const left = [];
  const note = async (what) => {
    const heap = (await program.heap()) / 2 ** 20;
    rows.push([what, heap.toFixed(1), residentMemory(pids).toFixed(0)]);
    return heap;
  };
  try {
    await signIns({ url, pages: { ...contestant.pages, name: subjectName }, pids, milliseconds: 3000, flight: 8 });
    await note('before');
    for (let time = 1; time <= 3; time += 1) {
      const sockets = await Promise.all(Array.from({ length: connections }, (_none, index) => open(url, sources[index % sources.length])));
      for (let login = 0; login < logins; login += 1) await new Browser(url).fetch('/login');
      await note(`${time}: ${connections} connections, ${logins} logins under way`);
      for (const socket of sockets) socket.destroy();
      await sleep(1000);
      left.push(await note(`${time}: after they are gone`));
    }
  } finally {
    await program.stop();
    provider.stop();
  }
  printTable(['', 'heap and buffers, MB', 'RSS, MB'], rows);
  const figure = `${connections} idle connections: MB more after the third time than after the first`;
  return [{ figure, against: '', value: left[2] - left[0], target: leak, digits: 1 }];
}

/** A connection that has had one answer and is kept. */
function open(url, localAddress) {
  const { hostname, port, host } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = net.connect({ host: hostname, port, localAddress }, () => socket.write(`GET /healthz HTTP/1.1\r\nHost: ${host}\r\n\r\n`));
    socket.once('data', () => resolve(socket));
    socket.once('error', reject);
  });
}
