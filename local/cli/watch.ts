import type { Happening } from '../../cli/story/happenings.ts';
import type { StateChange, WeightsWritten } from 'local-aws';
import type { Transition } from 'local-aws/states';

/** Turns what the services of the local cloud tell into happenings of the story. */
export class Watch {
  private readonly tell: (happening: Happening) => void;
  private readonly isTask: (state: string) => boolean;
  /** Executions that release; every other one rolls back because a rule said so. */
  private readonly own = new Set<string>();
  private readonly lastState = new Map<string, string>();

  /** @param isTask whether a state is a task: only a task's output is an answer of its own */
  constructor(tell: (happening: Happening) => void, isTask: (state: string) => boolean) {
    this.tell = tell;
    this.isTask = isTask;
  }

  transition({
    type,
    executionArn: execution,
    state = '',
    time: at,
    input,
    output,
    error = '',
    cause = '',
    status,
  }: Transition): void {
    if (type === 'started' && !asksForRollback(input)) this.own.add(execution);
    const common = { at, execution, own: this.own.has(execution) };
    switch (type) {
      case 'started':
        return this.tell({ kind: 'started', ...common, input });
      case 'entered':
        this.lastState.set(execution, state);
        return this.tell({ kind: 'state', ...common, state });
      case 'exited': {
        const message = textIn(output, 'message');
        const longForm = textIn(output, 'cause');
        if (!this.isTask(state) || message === undefined) return;
        return this.tell({
          kind: 'answered',
          ...common,
          state,
          message,
          ...(longForm !== undefined && longForm !== message && { cause: longForm }),
        });
      }
      case 'retrying':
        return this.tell({ kind: 'retrying', ...common, state, error, cause });
      case 'caught':
        return this.tell({ kind: 'failed', ...common, state, error, cause });
      case 'ended':
        return this.tell({
          kind: 'ended',
          ...common,
          status: status ?? '',
          state: this.lastState.get(execution) ?? '',
          ...(error && { error }),
          ...(cause && { cause }),
        });
      case 'redriven':
        return undefined;
    }
  }

  weights({ groups, writtenAt }: WeightsWritten, canaryTargetGroupId: string): void {
    const canary = groups.find(({ targetGroupId }) => targetGroupId === canaryTargetGroupId)?.weight ?? 0;
    const all = groups.reduce((sum, { weight }) => sum + weight, 0);
    this.tell({ kind: 'weights', at: writtenAt, canary, production: all - canary });
  }

  alarm({ alarm, previous }: StateChange): void {
    const { value, reason, since } = alarm.state;
    this.tell({ kind: 'alarm', at: since, name: alarm.config.name, state: value, before: previous.value, reason });
  }
}

function asksForRollback(input: unknown): boolean {
  return typeof input === 'object' && input !== null && 'rollback' in input;
}

function textIn(output: unknown, field: string): string | undefined {
  const text = typeof output === 'object' && output !== null ? (output as Record<string, unknown>)[field] : undefined;
  return typeof text === 'string' ? text : undefined;
}
