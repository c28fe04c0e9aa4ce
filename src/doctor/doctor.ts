import { ConfigurationError, formatConfigurationError } from '../config/configuration-error.js';
import type { SettingsSource } from '../config/sources/merge-sources.js';
import type { CheckReport } from './check.js';
import { checks } from './checks.js';
import { help, readCommandLine, UsageError, type CommandLine } from './command-line.js';
import { examine } from './examine.js';
import type { Examination } from './examination.js';
import { type Dialogue, offerFixes } from './fix/offer-fixes.js';
import { reportJson } from './report/json.js';
import { stopsSignIn } from './report/summary.js';
import { type Paint, reportText, summaryText } from './report/text.js';
import { startExamination } from './start-examination.js';

/** sysexits.h: EX_USAGE and EX_CONFIG. */
const exit = { fine: 0, signInStopped: 1, wrongUsage: 64, wrongSettings: 78 } as const;

export interface Terminal extends Dialogue {
  readonly paint: Paint;
}

/** The whole program. @returns its exit status */
export async function doctor(commandLine: readonly string[], source: SettingsSource, terminal: Terminal): Promise<number> {
  try {
    const options = readCommandLine(commandLine);
    if (options.help) {
      terminal.say(help);
      return exit.fine;
    }
    return await run(options, source, terminal);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    terminal.say(`${error.message}\n\n${help}`);
    return exit.wrongUsage;
  }
}

async function run(options: CommandLine, source: SettingsSource, terminal: Terminal): Promise<number> {
  let examination: Examination;
  try {
    examination = startExamination(source);
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    terminal.say(
      options.json ? `${JSON.stringify({ ok: false, problems: error.problems }, null, 2)}\n` : `${formatConfigurationError(error)}\n`,
    );
    return exit.wrongSettings;
  }
  const reports = await report(options, examination, terminal);
  return stopsSignIn(reports) ? exit.signInStopped : exit.fine;
}

async function report({ json, fix, yes }: CommandLine, examination: Examination, terminal: Terminal): Promise<readonly CheckReport[]> {
  const reports: CheckReport[] = [];
  for await (const result of examine(examination, checks)) {
    reports.push(result);
    if (!json) terminal.say(reportText(result, terminal.paint));
  }
  const now = fix ? await mend(reports, { yes, quiet: json }, examination, terminal) : reports;
  terminal.say(json ? reportJson(now, examination.facts) : summaryText(now, terminal.paint));
  return now;
}

async function mend(
  reports: readonly CheckReport[],
  { yes, quiet }: { readonly yes: boolean; readonly quiet: boolean },
  examination: Examination,
  { say, confirm, paint }: Terminal,
): Promise<readonly CheckReport[]> {
  const aloud = quiet ? () => undefined : say;
  const now = await offerFixes(reports, examination, { say: aloud, confirm: yes ? () => Promise.resolve(true) : confirm });
  for (const [index, report] of now.entries()) if (report !== reports[index]) aloud(reportText(report, paint));
  return now;
}
