import type { Problem } from './problem.js';

/** Says which group would have let the person in; undefined where no group is missing. */
export function missingGroups({ code, detail }: Problem): string | undefined {
  const groups = detail['missingGroups'];
  if (code !== 'forbidden' || !Array.isArray(groups)) return undefined;
  return groups.length === 1
    ? `This is for the group ${String(groups[0])}, and you are not in it.`
    : `This is for these groups, and you are in none of them: ${groups.join(', ')}.`;
}
