import type { Tables } from './calls.ts';
import { moveOf, type Move } from './move.ts';
import { goOn, start } from './progress.ts';
import { SNS, TASK, type State } from './state.ts';
import { stampedAt } from './time.ts';
import { nameOf } from './words.ts';

/** A rule starts an execution, or a topic calls the function. */
export function deliver(tables: Tables, state: State, notice: number, keep = false): Move[] {
  const { values } = tables;
  const found = values.notices.value(notice);
  const at = state.notices.indexOf(notice);
  const left: State = keep ? state : { ...state, notices: state.notices.filter((_, index) => index !== at) };
  const text = () => `${describeNotice(tables, notice)} arrives${keep ? ' (and will once more)' : ''}`;
  const outcomes =
    found.kind === 'alarm message' || found.kind === 'message'
      ? goOn(tables, left, {
          node: tables.runs.root('sns', snsArgs(notice, found.kind, found.at)),
          owner: SNS,
          mode: TASK,
          fresh: 0,
          marks: 0,
        })
      : start(tables, left, {
          rollback: { event: found.kind === 'ended' ? endedEvent(found.id, found.status) : alarmEvent(found.at) },
        });
  return outcomes.map((outcome) => moveOf(tables, outcome, text));
}

export function describeNotice({ values }: Tables, notice: number): string {
  const found = values.notices.value(notice);
  return found.kind === 'ended' ? `the event that ${nameOf(found.id)} ended as ${found.status}` : `the ${found.kind}`;
}

const endedEvent = (executionArn: string, status: string) => ({
  source: 'aws.states',
  detail: { executionArn, status },
});
const alarmEvent = (at: number) => ({
  source: 'aws.cloudwatch',
  detail: {
    alarmName: 'canary-errors',
    state: { value: 'ALARM', reason: '7 errors', timestamp: stampedAt(at).toISOString() },
  },
});

/** The handler passes over what it does not know: `notice` is for a second delivery. */
function snsArgs(notice: number, kind: 'alarm message' | 'message', at: number) {
  const time = stampedAt(at).toISOString();
  const alarm = {
    AlarmName: 'canary-errors',
    NewStateValue: 'ALARM',
    NewStateReason: '7 errors',
    StateChangeTime: time,
  };
  const Message = JSON.stringify(kind === 'message' ? { reason: 'prices are wrong' } : alarm);
  return { Records: [{ EventSource: 'aws:sns', Sns: { MessageId: '1', Message, Timestamp: time } }], notice };
}
