import type { Size } from '../../cli/story/redraw.ts';
import { SCENARIOS } from '../scenarios/scenarios.ts';
import type { Display } from './display.ts';
import { jsonDisplay } from './json-display.ts';
import { doubtLines } from 'local-aws';
import { runMain } from './main.ts';
import { parseStartOptions } from './options.ts';
import { plainDisplay } from './plain-display.ts';
import { runScenario } from './run-scenario.ts';
import { screenDisplay } from './screen-display.ts';
import { OUT_DIR } from './stage.ts';

await runMain(async (signal) => {
  const { scenario: name, json, doubt: doubts, ...options } = parseStartOptions(process.argv.slice(2), SCENARIOS);
  const scenario = SCENARIOS.find((candidate) => candidate.name === name);
  if (!scenario) throw new Error(`no scenario ${name}`);
  process.stderr.write(doubtLines(doubts));
  const display = displayFor(json);
  // However it ends, also at a second Ctrl-C that waits for nothing: the terminal gets its cursor back.
  process.on('exit', () => display.stop());
  return (await runScenario({ ...options, doubts, scenario, outDir: OUT_DIR, display, signal })) ? 0 : 1;
});

function write(text: string): void {
  process.stdout.write(text);
}

function displayFor(json: boolean): Display {
  if (json) return jsonDisplay(write);
  return process.stdout.isTTY ? screenDisplay(write, size) : plainDisplay(write);
}

/** A terminal that does not know its size says 0. */
function size(): Size {
  const { columns, rows } = process.stdout;
  return { columns: columns || 80, rows: rows || 24 };
}
