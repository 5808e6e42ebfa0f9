import type { Happening } from '../../cli/story/happenings.ts';
import { type DescribedEvent, historyEvent } from '../../cli/story/history-event.ts';
import { HistoryReader } from '../../cli/story/history-reader.ts';
import { purposeOf } from '../../cli/story/purpose.ts';
import type { StateChange, WeightsWritten } from 'local-aws';

/** As much of a local execution as is told. */
export interface Recorded {
  readonly arn: string;
  readonly input: { readonly value: unknown };
  readonly history: {
    readonly length: number;
    event(id: number, withData: boolean): DescribedEvent;
  };
}

/** Turns what the services of the local cloud do into happenings of the story, at once. */
export class Reporter {
  private readonly tell: (happening: Happening) => void;
  private readonly readers = new Map<string, HistoryReader>();

  constructor(tell: (happening: Happening) => void) {
    this.tell = tell;
  }

  /** Something was added to an execution's history. */
  moved({ arn, history, input: { value } }: Recorded): void {
    // Whatever does not roll back was begun by a person, and is what is watched.
    const reader = this.readers.get(arn) ?? new HistoryReader(arn, value, purposeOf(value) !== 'rollback');
    this.readers.set(arn, reader);
    while (reader.lastEvent < history.length) {
      for (const happening of reader.read([historyEvent(history.event(reader.lastEvent + 1, true))]))
        // The listener tells its weights itself, also those that no execution wrote.
        if (happening.kind !== 'weights') this.tell(happening);
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
