import { ConfigurationError, formatConfigurationError, loadSettings, settingsFor, type SettingsSource } from '@fanlight/signin/settings';
import type { CheckContext, CheckReport } from './check.js';
import { checks } from './checks.js';
import { help, readCommandLine, UsageError, type CommandLine } from './command-line.js';
import { type Dialogue, offerFixes } from './offer-fixes.js';
import { lastSignIn, signInText } from './last-sign-in.js';
import { type Paint, reportJson, reportText, stopsSignIn, summaryText } from './report.js';
import { createCheckContext, runChecks } from './run-checks.js';

/** sysexits.h: EX_USAGE and EX_CONFIG. */
const exit = { fine: 0, signInStopped: 1, wrongUsage: 64, wrongSettings: 78 } as const;

export interface Terminal extends Dialogue {
  readonly paint: Paint;
}

/** The whole program. @returns its exit status */
export async function doctor(commandLine: readonly string[], source: SettingsSource, terminal: Terminal): Promise<number> {
  let json = false;
  try {
    const options = readCommandLine(commandLine);
    ({ json } = options);
    if (options.help) {
      terminal.say(help);
      return exit.fine;
    }
    if (options.last) return sayLast(options, source, terminal);
    const { connection } = options;
    const settings = connection === undefined || connection === 'default' ? undefined : await settingsFor(loadSettings(source), connection);
    const reports = await report(options, createCheckContext(source, settings), terminal);
    return stopsSignIn(reports) ? exit.signInStopped : exit.fine;
  } catch (error) {
    if (error instanceof UsageError) {
      terminal.say(`${error.message}\n\n${help}`);
      return exit.wrongUsage;
    }
    if (!(error instanceof ConfigurationError)) throw error;
    terminal.say(json ? `${JSON.stringify({ ok: false, problems: error.problems }, null, 2)}\n` : `${formatConfigurationError(error)}\n`);
    return exit.wrongSettings;
  }
}

function sayLast({ log, json }: CommandLine, source: SettingsSource, { say, paint }: Terminal): number {
  const record = lastSignIn(log ?? loadSettings(source).signInTrace?.file);
  say(json ? `${JSON.stringify(record ?? null, null, 2)}\n` : signInText(record, paint));
  return record === undefined ? exit.signInStopped : exit.fine;
}

async function report(
  { json, fix, yes }: CommandLine,
  context: CheckContext,
  { say, confirm, paint }: Terminal,
): Promise<readonly CheckReport[]> {
  const print = json ? () => undefined : say;
  const reports: CheckReport[] = [];
  for await (const result of runChecks(context, checks)) {
    reports.push(result);
    print(reportText(result, paint));
  }
  const dialogue = { say: print, confirm: yes ? () => Promise.resolve(true) : confirm };
  const now = fix ? await offerFixes(reports, context, dialogue) : reports;
  for (const [index, result] of now.entries()) if (result !== reports[index]) print(reportText(result, paint));
  say(json ? reportJson(now, context.facts) : summaryText(now, paint));
  return now;
}
