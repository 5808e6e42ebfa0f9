import { executionName } from '../../rollout/execution.ts';
import { createScreen } from '../story/redraw.ts';
import { isCheck, lineTeller, soFarLines, type Colors } from '../story/story-lines.ts';
import type { Terminal } from '../terminal.ts';
import type { Look, NoLook } from './follow.ts';
import type { Outcome } from './outcome.ts';
import { standingLines } from './standing.ts';
import type { View } from './view.ts';

/** How a release is shown while it is watched. */
export interface WatchDisplay {
  show(look: Look | NoLook): void;
  end(outcome: Outcome): void;
  /** Leaves what is drawn as it is. Calling it twice is harmless. */
  stop(): void;
}

export function watchDisplay(terminal: Terminal, json: boolean): WatchDisplay {
  if (json) return jsonWatch(terminal);
  return terminal.size() === undefined ? plainWatch(terminal) : screenWatch(terminal);
}

const known = ({ alarms, startedAt }: View) => ({ startedAt, alarms: alarms.map(({ name }) => name) });

function ending(colors: Colors, { status, text }: Outcome): string {
  return `\n${status === 0 ? colors.green(capital(text)) : colors.red(capital(text))}.\n`.replace(/\.\.\n$/, '.\n');
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** For a terminal: the story scrolls by, and below it the standing is drawn again and again. */
function screenWatch(terminal: Terminal): WatchDisplay {
  const { colors } = terminal;
  const tellLines = lineTeller(colors);
  const screen = createScreen(terminal.out, () => terminal.size() ?? { columns: 80, rows: 24 });
  screen.start();
  let below: readonly string[] = [];
  return {
    show(look) {
      if ('trouble' in look) return screen.put([], [...below, colors.yellow(look.trouble)]);
      const columns = screen.columns();
      below = standingLines(colors, look.view, columns);
      screen.put(tellLines(look.happenings, known(look.view), columns), below);
    },
    end(outcome) {
      screen.stop();
      terminal.out(ending(colors, outcome));
    },
    stop: () => screen.stop(),
  };
}

/** For pipes, logs and CI: one line for each noteworthy thing, never anything taken back. */
function plainWatch(terminal: Terminal): WatchDisplay {
  const { colors } = terminal;
  const tellLines = lineTeller(colors);
  const put = (lines: readonly string[]) => terminal.out(lines.map((line) => `${line}\n`).join(''));
  let lastTrouble = '';
  return {
    show(look) {
      if ('trouble' in look) {
        if (look.trouble !== lastTrouble) put([`${look.trouble}; trying again`]);
        lastTrouble = look.trouble;
        return;
      }
      lastTrouble = '';
      const { happenings, view } = look;
      const lines = tellLines(happenings, known(view));
      if (lines.length === 0) return;
      put(lines);
      if (happenings.some(isCheck)) put(soFarLines(colors, view.versions, view.secondsLeft, known(view)));
    },
    end: (outcome) => terminal.out(ending(colors, outcome)),
    stop: () => undefined,
  };
}

/** For programs a standing comes at most once in so many milliseconds, and at every change of state. */
const PROGRESS_EVERY_MS = 60_000;

/** One JSON object a line. Every one has `event` and `time`. */
function jsonWatch(terminal: Terminal): WatchDisplay {
  const put = (event: string, at: number | undefined, fields: object) =>
    terminal.out(
      `${JSON.stringify({ event, time: at === undefined ? null : new Date(at).toISOString(), ...fields })}\n`,
    );
  let last: View | undefined;
  return {
    show(look) {
      if ('trouble' in look) return put('trouble', undefined, { message: look.trouble });
      for (const { kind, at, ...fields } of look.happenings) put(kind, at, fields);
      const { view } = look;
      if (
        last !== undefined &&
        last.state === view.state &&
        view.now - last.now < PROGRESS_EVERY_MS &&
        look.outcome === undefined
      )
        return;
      last = view;
      put('progress', view.now, progress(view));
    },
    end: ({ status, text, word }) =>
      put('outcome', last?.now, { outcome: word, text, status, execution: last?.execution ?? null }),
    stop: () => undefined,
  };
}

function progress({ alarms, execution, missingAlarms, secondsLeft, state, steps, versions, weights }: View): object {
  return {
    execution: executionName(execution),
    state,
    weights: weights ?? null,
    secondsLeft: secondsLeft === undefined ? null : Math.round(secondsLeft),
    steps: steps.map(({ label, phase, share }) => ({ step: label, phase, share: Math.round(share * 100) / 100 })),
    versions,
    alarms: alarms.map(({ name, reason, state: value }) => ({
      name,
      state: value,
      ...(value === 'ALARM' && { reason }),
    })),
    missingAlarms,
  };
}
