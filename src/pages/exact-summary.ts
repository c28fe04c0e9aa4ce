import type { Problem } from './problem.js';

/** Says what is missing by its name, where the catalogue cannot know it: a group, a cookie. */
export function exactSummary({ code, detail }: Problem): string | undefined {
  const { missingGroups: groups, cookie } = detail;
  if (code === 'session_not_kept')
    return `You signed in, and the next page did not know you: the cookie ${String(cookie)} did not come back, or no session belongs to it.`;
  if (code !== 'forbidden' || !Array.isArray(groups)) return undefined;
  return groups.length === 1
    ? `This is for the group ${String(groups[0])}, and you are not in it.`
    : `This is for these groups, and you are in none of them: ${groups.join(', ')}.`;
}
