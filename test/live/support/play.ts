import type { Display, Summary } from '../../../local/cli/display.ts';
import { runScenario } from '../../../local/cli/run-scenario.ts';
import { SCENARIOS } from '../../../local/scenarios/scenarios.ts';
import { assemblyOf, newFolder } from './live-stage.ts';

const nothing = () => undefined;

/** Plays a scenario as `npm start` does, in a folder of its own. */
export async function play(
  name: string,
  { speed, rps }: { readonly speed: number; readonly rps: number },
): Promise<Summary> {
  const scenario = SCENARIOS.find((each) => each.name === name);
  if (scenario === undefined) throw new Error(`no scenario ${name}`);
  const folder = newFolder();
  let summary: Summary | undefined;
  const display: Display = {
    begin: nothing,
    happened: nothing,
    stand: nothing,
    stop: nothing,
    finish: (finished) => (summary = finished),
  };
  try {
    await runScenario({
      scenario,
      speed,
      rps,
      port: 0,
      outDir: folder.path,
      assemblyOf,
      display,
      signal: new AbortController().signal,
    });
  } finally {
    folder.remove();
  }
  if (summary === undefined) throw new Error(`scenario ${name} came to no end`);
  return summary;
}

export function failedFindings({ findings }: Summary): Summary['findings'] {
  return findings.filter(({ ok }) => !ok);
}
