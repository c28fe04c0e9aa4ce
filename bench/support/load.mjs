import net from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { cpuTime } from './process.mjs';
import { quantile } from './statistics.mjs';

const window = 250;
/** Milliseconds that a machine may be too busy for a single answer. */
const longest = 10_000;

/**
 * Asks for one page on keep-alive connections, one request in flight on each, for some milliseconds. The first half warms up: V8 is
 * still compiling then. Raw sockets, so that the generator costs little, and it never sleeps: waking it is the program's CPU time, and
 * only of a program that does not keep it busy (20 µs an answer on a virtual machine, of 150).
 * @returns {Promise<{requests: number, warm: number, microseconds: number, perSecond: number}>} `warm`: requests of the first half; CPU time
 * of `pids` a request: the lower quartile of the windows of the second half, which a noisy machine disturbs least.
 * Rejects when an answer was not 200.
 */
export async function load({ url, path, cookie, pids, milliseconds, connections = 10 }) {
  const target = new URL(url);
  const count = { requests: 0, bad: [] };
  const request = Buffer.from(
    `GET ${path} HTTP/1.1\r\nHost: ${target.host}\r\nAccept: text/html\r\nConnection: keep-alive\r\n${cookie ? `Cookie: ${cookie}\r\n` : ''}\r\n`,
  );
  const sockets = Array.from({ length: connections }, () => keepAsking(target, request, count));
  let isLoading = true;
  const stayAwake = () => isLoading && setImmediate(stayAwake);
  stayAwake();
  const costs = [];
  const rates = [];
  let warm;
  const isOver = (spent) => spent >= milliseconds && (costs.length > 0 || spent >= longest);
  for (let spent = 0; !isOver(spent); spent += window) {
    const [cpu, requests, began] = [cpuTime(pids), count.requests, performance.now()];
    if (spent >= milliseconds / 2) warm ??= requests;
    await sleep(window);
    const done = count.requests - requests;
    if (warm === undefined || done === 0) continue;
    rates.push(done / ((performance.now() - began) / 1000));
    costs.push((cpuTime(pids) - cpu) / done);
  }
  isLoading = false;
  for (const socket of sockets) socket.destroy();
  if (count.bad.length > 0 || costs.length === 0) throw new Error(`${path} answered ${count.bad[0] ?? 'nothing'}`);
  return { requests: count.requests, warm, microseconds: quantile(costs, 0.25), perSecond: quantile(rates, 0.75) };
}

function keepAsking(target, request, count) {
  const socket = net.connect({ host: target.hostname, port: target.port, noDelay: true }, () => socket.write(request));
  let partial;
  let usual = 0;
  socket.on('data', (data) => {
    // An answer of the usual length is whole, and need not be parsed.
    if (partial !== undefined || data.length !== usual || data[9] !== 50) {
      partial = partial === undefined ? data : Buffer.concat([partial, data]);
      const status = whole(partial);
      if (status === undefined) return;
      if (status !== '200') count.bad.push(status);
      usual = partial.length;
      partial = undefined;
    }
    count.requests += 1;
    socket.write(request);
  });
  socket.on('error', (error) => count.bad.push(error.code));
  socket.on('end', () => count.bad.push('end of connection'));
  return socket;
}

/** The status of a complete answer, undefined for one that is still arriving. */
function whole(answer) {
  const end = answer.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const head = answer.latin1Slice(0, end);
  const length = /\r\ncontent-length: *(\d+)/i.exec(head);
  const complete = length ? answer.length >= end + 4 + Number(length[1]) : answer.latin1Slice(answer.length - 5) === '0\r\n\r\n';
  return complete ? head.slice(9, 12) : undefined;
}
