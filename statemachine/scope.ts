import { literal } from './jsonata.ts';

/**
 * Which rollout a trigger is about, as `rollout/rollback/target.ts` has it, in JSONata: for the machine itself, while
 * Lambda refuses. It reads `$trigger`, and the record as DynamoDB answers it.
 *
 * | trigger                                   | the open rollout                                      |
 * |-------------------------------------------|-------------------------------------------------------|
 * | the rollout's own, or found before        | is that one                                           |
 * | an execution ended                        | is of that execution                                  |
 * | an alarm went to ALARM                    | was not claimed after that, and is no revert          |
 * | a person asked                            | was not claimed after that execution started          |
 * | anything else, or a time in another form  | is not touched: whoever can read it waits for Lambda  |
 */
export const OPEN = '$states.result.Item.rollout.M';

const EVENT = '$trigger.input.rollback.event';
const DETAIL = `${EVENT}.detail`;
const MY_EXECUTION = '$states.context.Execution';

const isText = (path: string): string => `$type(${path}) = 'string'`;
const oneOf = (path: string, texts: readonly string[]): string => `${path} in [${texts.map(literal).join(', ')}]`;

const hasFraction = (path: string): string => `$substring(${path}, 19, 1) = '.'`;

/**
 * The times that are compared are all UTC: `2026-01-05T09:00:00.000Z` or, in CloudWatch's events, `…00.000+0000`. As
 * far as their milliseconds they are in the order of the times. Parsing one would throw for what is no time.
 */
const isUtc = (path: string): string =>
  `(${isText(path)} ? ` +
  `${oneOf(`$substring(${path}, ${hasFraction(path)} ? 23 : 19)`, ['Z', '+0000', '+00:00'])} : false)`;
const toMillisecond = (path: string): string =>
  `(${hasFraction(path)} ? $substring(${path}, 0, 23) : $substring(${path}, 0, 19) & '.000')`;

const notBefore = (path: string, other: string): string =>
  `(${isUtc(path)} and ${isUtc(other)} ? ${toMillisecond(path)} >= ${toMillisecond(other)} : false)`;

const isOpenRollout = (id: string): string => `(${isText(id)} and ${id} = ${OPEN}.id.S)`;

/** Expression: true when the trigger is about the rollout that is open; false also where nobody can tell. */
export const IS_ABOUT_OPEN_ROLLOUT = [
  `$exists($trigger.rollout) ? ${isOpenRollout('$trigger.rollout')}`,
  `$trigger.kind = 'own' ? ${isOpenRollout(`${MY_EXECUTION}.Id`)}`,
  `${EVENT}.source = 'aws.states' ? (${isOpenRollout(`${DETAIL}.executionArn`)} and ` +
    `$not(${oneOf(`${DETAIL}.status`, ['RUNNING', 'PENDING_REDRIVE'])}))`,
  `${EVENT}.source = 'aws.cloudwatch' ? (${DETAIL}.state.value = 'ALARM' and ` +
    `$not(${OPEN}.kind.S = 'revert') and ${notBefore(`${DETAIL}.state.timestamp`, `${OPEN}.claimedAt.S`)})`,
  `$exists(${EVENT}) ? false`,
  `${isText('$trigger.input.rollback.reason')} ? ${notBefore(`${MY_EXECUTION}.StartTime`, `${OPEN}.claimedAt.S`)}`,
  'false',
].join(' : ');

/** Expression: why, in a few words; Lambda's own account of it is longer. */
export const WHY = [
  `$trigger.kind = 'own' and ${isText('$trigger.cause')} ? $trigger.cause`,
  `${EVENT}.source = 'aws.states' and ${isText(`${DETAIL}.status`)} ? 'its execution ended as ' & ${DETAIL}.status`,
  `${EVENT}.source = 'aws.cloudwatch' and ${isText(`${DETAIL}.alarmName`)} ? 'alarm ' & ${DETAIL}.alarmName & ` +
    `' is on since ' & ${DETAIL}.state.timestamp`,
  `${isText('$trigger.input.rollback.reason')} ? $trigger.input.rollback.reason`,
  "'no reason given'",
].join(' : ');
