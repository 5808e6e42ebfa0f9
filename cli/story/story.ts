import { ErrorName } from '../../statemachine/contract/errors.ts';
import { causeText } from '../../statemachine/contract/json-text.ts';
import { StateName } from '../../statemachine/contract/names.ts';
import { parseStateName, type StateKind } from '../../statemachine/contract/state-name.ts';
import { writesWeights } from './definition.ts';
import type { Happening } from './happenings.ts';
import { whyAsked } from './purpose.ts';
import { headline, plainBar } from './text.ts';

export type Tone = 'plain' | 'good' | 'bad' | 'quiet';

/** One line of the story: what, and a few words about it. */
export interface Line {
  readonly at: number;
  readonly what: string;
  readonly text: string;
  readonly tone: Tone;
}

/** What a cause or reason may take: three lines or so. The summary has the whole of it. */
const LONGEST = 240;

/**
 * Tells what is worth a line, and nothing twice: a bake is mentioned when it begins, not each time it goes on, and of
 * several executions that find or say the same only the first is heard.
 */
export class Storyteller {
  private readonly told = new Set<string>();
  /** Why it is rolled back, once that was told. */
  private reason = '';
  /** Somebody has finished the rollback; what the others find then is no news. */
  private over = false;

  /** undefined for what nobody needs to hear. */
  tell(happening: Happening): Line | undefined {
    const told = this.lineOf(happening);
    return told && { at: happening.at, ...told };
  }

  private lineOf(happening: Happening): Omit<Line, 'at'> | undefined {
    switch (happening.kind) {
      case 'console':
        return line('Console', `${happening.url} shows it in a browser, and lets you steer`);
      case 'deployed':
        return line(
          `${happening.release} ${happening.first ? 'deployed' : 'published'}`,
          `version ${happening.version}${happening.first ? ', in production' : '; no request moved'}`,
        );
      case 'started':
        return happening.own
          ? line('Execution started', `input ${JSON.stringify(happening.input)}`)
          : line('Rollback started', whyAsked(happening.input));
      case 'state':
        return this.state(happening);
      case 'answered':
        return this.answered(happening);
      case 'retrying':
        return line(marked(happening), `${happening.error}, trying again: ${this.causeOf(happening.cause)}`, 'quiet');
      case 'failed':
        // A rollback that began elsewhere is told already; this is how the release notices.
        return line(
          marked(happening),
          `${happening.error}: ${this.causeOf(happening.cause)}`,
          happening.error === ErrorName.ClaimLost ? 'quiet' : 'bad',
        );
      case 'ended':
        return happening.own ? this.ownEnd(happening) : this.rollbackEnd(happening);
      case 'weights':
        return line(
          'Weights',
          `${plainBar(happening.canary)} canary ${happening.canary} %, production ${happening.production} %`,
        );
      case 'alarm':
        return alarm(happening);
      case 'asked':
        return line('Somebody', happening.text, 'bad');
    }
  }

  private state({ state, own }: Extract<Happening, { kind: 'state' }>): Omit<Line, 'at'> | undefined {
    const kind = parseStateName(state)?.kind;
    const text = kind && WAITS[kind];
    return text !== undefined && this.isNew(state) ? line(marked({ state, own }), text, 'quiet') : undefined;
  }

  /**
   * Weights are told when they change, so a shift has nothing to add. Several rules may each start a rollback; what
   * they find is the same.
   */
  private answered({
    state,
    own,
    message,
    cause,
  }: Extract<Happening, { kind: 'answered' }>): Omit<Line, 'at'> | undefined {
    if (writesWeights(state) || !this.isNew(message) || (this.over && !own)) return undefined;
    this.over ||= state === StateName.announce;
    const first = state === StateName.rollBack && this.reason === '';
    if (first && cause !== undefined) this.reason = cause.slice(cause.indexOf(': '));
    return line(marked({ state, own }), headline(message, LONGEST), own || first ? 'plain' : 'quiet');
  }

  private ownEnd({ status, state, error, cause = '' }: Extract<Happening, { kind: 'ended' }>): Omit<Line, 'at'> {
    if (status === 'SUCCEEDED') return line('Execution SUCCEEDED', state, 'good');
    return line(`Execution ${status}`, [error, cause && this.causeOf(cause)].filter(Boolean).join(': '), 'bad');
  }

  private rollbackEnd({ status, state }: Extract<Happening, { kind: 'ended' }>): Omit<Line, 'at'> | undefined {
    const text = `${status}, ${state}`;
    return this.isNew(text) ? line('Rollback ended', text, status === 'SUCCEEDED' ? 'quiet' : 'bad') : undefined;
  }

  /** The reason of a rollback is told once. */
  private causeOf(cause: string): string {
    const text = causeText(cause);
    return headline(this.reason === '' ? text : text.replace(this.reason, ''), LONGEST);
  }

  private isNew(key: string): boolean {
    const fresh = !this.told.has(key);
    this.told.add(key);
    return fresh;
  }
}

/** States in which nothing happens but time; tasks are told when they answer. */
const WAITS: Readonly<Partial<Record<StateKind, string>>> = {
  settle: 'the data plane follows the new weights',
  bake: 'alarms watch',
  settlePromotion: 'the alias takes effect everywhere',
  settleReturn: 'the data plane follows the new weights',
  watch: 'alarms watch the new production',
  settleRevert: 'the data plane follows the new weights',
  settleRollback: 'until nobody can write any more',
};

function line(what: string, text: string, tone: Tone = 'plain'): Omit<Line, 'at'> {
  return { what, text, tone };
}

/** States of an execution that rolls back on behalf of an event are marked, for they run beside the release's own. */
function marked({ state, own }: { readonly state: string; readonly own: boolean }): string {
  return own ? state : `↩ ${state}`;
}

function alarm({ name, state, before, reason }: Extract<Happening, { kind: 'alarm' }>): Omit<Line, 'at'> | undefined {
  if (state === 'ALARM') return line('Alarm', `${name} is on${figures(reason)}`, 'bad');
  return before === 'ALARM' ? line('Alarm', `${name} is off: ${state}`, 'good') : undefined;
}

/** From CloudWatch's reason: `[38.0 (05/01/26 09:15:00)] was greater than the threshold (5.0)`. */
function figures(reason: string): string {
  const [, value, threshold] = /\[([\d.]+)[^\]]*\] (?:was|were) .*threshold \(([\d.]+)\)/.exec(reason) ?? [];
  return value === undefined || threshold === undefined
    ? `: ${headline(reason, LONGEST)}`
    : `: ${figure(value)}, the threshold is ${figure(threshold)}`;
}

function figure(text: string): string {
  return Number(text).toLocaleString('en-US', { maximumFractionDigits: 1 });
}
