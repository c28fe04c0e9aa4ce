import type { Fix } from '../check.js';
import type { Management } from '../management/management.js';

/** Sends the calls of a fix, in order. @throws ManagementRefused, NoAnswer */
export async function applyFix({ calls }: Fix, management: Management): Promise<void> {
  let previousId = '';
  for (const call of calls) {
    const answer = await management.send({ ...call, path: call.path.replace('{previousId}', encodeURIComponent(previousId)) });
    previousId = idIn(answer);
  }
}

function idIn(answer: unknown): string {
  return typeof answer === 'object' && answer !== null && 'id' in answer && typeof answer.id === 'string' ? answer.id : '';
}
