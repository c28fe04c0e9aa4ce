import { mkdirSync, writeFileSync } from 'node:fs';
import { closeScenarios } from './scenario.js';

/** One module of the conformance suite: what is to happen, and how to make it happen. */
export interface ConformanceModule {
  readonly expected: string;
  /** Resolves to what happened, in the words of `expected`. */
  readonly drive: () => Promise<string>;
}

/** A module that cannot run against this application: a row of the table all the same. */
export interface NotApplicable {
  readonly notApplicable: string;
}

export interface Row {
  readonly plan: string;
  readonly module: string;
  readonly expected: string;
  readonly got: string;
  readonly verdict: 'passed' | 'failed' | 'not applicable';
}

const folder = new URL('../../artifacts/conformance/', import.meta.url);

/** A plan of the OpenID Foundation's conformance suite: each module a test under its own name and a row of the table. */
export function describePlan(plan: string, modules: Readonly<Record<string, ConformanceModule | NotApplicable>>): void {
  const rows = Object.entries(modules).map(([module, one]) =>
    'drive' in one ? notRun(plan, module, one) : notApplicable(plan, module, one),
  );

  describe(plan, () => {
    afterEach(closeScenarios);
    afterAll(() => {
      mkdirSync(folder, { recursive: true });
      writeFileSync(new URL(`${plan}.json`, folder), JSON.stringify(rows));
    });

    for (const [index, [module, one]] of Object.entries(modules).entries()) {
      if (!('drive' in one)) continue;
      it(module, async () => {
        const got = await one.drive().catch((error: unknown) => `an error: ${String(error)}`);
        rows[index] = { plan, module, expected: one.expected, got, verdict: got === one.expected ? 'passed' : 'failed' };
        expect(got).toBe(one.expected);
      });
    }
  });
}

function notRun(plan: string, module: string, { expected }: ConformanceModule): Row {
  return { plan, module, expected, got: 'not run', verdict: 'failed' };
}

function notApplicable(plan: string, module: string, { notApplicable: reason }: NotApplicable): Row {
  return { plan, module, expected: '–', got: reason, verdict: 'not applicable' };
}
