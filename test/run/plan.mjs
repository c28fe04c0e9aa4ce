import { existsSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileNeeds } from './groups.mjs';
import { whyLacking } from './requirements.mjs';

/** The tests that a host under test/hosts has of its own run where it is installed. */
const isSpec = (file) => /[.-]spec\.ts$/.test(file) && !/test\/hosts\/.+\//.test(file);

/**
 * Divides the files of a group into those that this machine can run and those that it cannot, with the reason.
 * @returns {{ runnable: string[], lacking: Map<string, string[]> }} paths from `root`; `lacking` is keyed by reason
 */
export function planGroup(group, root) {
  const runnable = [];
  const lacking = new Map();
  for (const file of group.folders.flatMap((folder) => specsIn(join(root, folder)))) {
    const path = relative(root, file);
    const needs = new Set([
      ...group.needs,
      ...fileNeeds.filter((need) => path.startsWith('test/') && new RegExp(`\\b${need}\\b`).test(path)),
    ]);
    const reasons = [...needs].map(whyLacking).filter((reason) => reason !== undefined);
    if (reasons.length === 0) runnable.push(path);
    for (const reason of reasons) lacking.set(reason, [...(lacking.get(reason) ?? []), path]);
  }
  return { runnable, lacking };
}

function specsIn(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter(isSpec)
    .sort();
}
