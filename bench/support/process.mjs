import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';

/** The program under test gets one core, everything else another. On a machine with one core they share it. */
export const programCore = 0;
const ourCore = availableParallelism() > 1 ? 1 : 0;

export function moveToOurCore() {
  execFileSync('taskset', ['-a', '-c', '-p', String(ourCore), String(process.pid)], { stdio: 'ignore' });
}

/** The process and all its descendants. */
export function processTree(pid) {
  const children = new Map();
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    const parent = statOf(entry)?.[1];
    if (parent !== undefined) children.set(Number(parent), [...(children.get(Number(parent)) ?? []), Number(entry)]);
  }
  const found = [pid];
  for (const process of found) found.push(...(children.get(process) ?? []));
  return found;
}

/** Microseconds that the processes have spent on a core, user and system time of all threads. */
export function cpuTime(pids) {
  let nanoseconds = 0;
  for (const pid of pids) {
    try {
      for (const thread of readdirSync(`/proc/${pid}/task`)) nanoseconds += Number(read(`/proc/${pid}/task/${thread}/schedstat`).split(' ')[0]);
    } catch {
      // It ended.
    }
  }
  return nanoseconds / 1000;
}

/** Megabytes of resident memory. */
export function residentMemory(pids) {
  let kilobytes = 0;
  for (const pid of pids) {
    try {
      kilobytes += Number(/VmRSS:\s+(\d+)/.exec(read(`/proc/${pid}/status`))?.[1] ?? 0);
    } catch {
      // It ended.
    }
  }
  return kilobytes / 1024;
}

/** Microseconds that all cores have worked since the machine started. */
export function machineTime() {
  const [user, nice, system, , , irq, softirq, steal] = read('/proc/stat').split('\n')[0].trim().split(/\s+/).slice(1).map(Number);
  return (user + nice + system + irq + softirq + steal) * 10_000;
}

function statOf(pid) {
  try {
    const text = read(`/proc/${pid}/stat`);
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined;
  }
}

function read(file) {
  return readFileSync(file, 'latin1');
}
