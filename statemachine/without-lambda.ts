import { Duration } from 'aws-cdk-lib/core';
import { Choice, Errors, Wait, WaitTime, type State } from 'aws-cdk-lib/aws-stepfunctions';
import { ApiCall } from './api-call.ts';
import { ErrorName } from './contract/errors.ts';
import { RECORD_KEYS, StateName } from './contract/names.ts';
import { jsonata, literal, textOr } from './jsonata.ts';
import { LAMBDA_RECOVERS_SECONDS } from './outline/retries.ts';
import { is, type Parts } from './parts.ts';
import { IS_ABOUT_OPEN_ROLLOUT, OPEN, WHY } from './scope.ts';

/** Longest reason that is kept, in characters, as `rollout/rollback/revoke.ts` has it. */
const LONGEST_REASON = 1000;

/**
 * What a rollback does by itself while Lambda refuses to run the roll-back function: read the record, and if the
 * trigger is about the rollout that is open, revoke its claim and give production every request. Then it asks Lambda
 * again: the version that production runs, the confirmation and the announcement are the functions'.
 *
 * It tries each call once. Whatever fails, and whoever wrote the record in between, the next round reads it anew; so
 * nothing is written on the strength of an old read, and no name of an error is relied on.
 */
export function withoutLambda(parts: Parts, rollBack: State): State {
  const again = Wait.jsonata(parts.scope, StateName.waitForLambda, {
    comment: 'The rest is for the roll-back function; while Lambda refuses it, look again',
    time: WaitTime.duration(Duration.seconds(LAMBDA_RECOVERS_SECONDS)),
    // As it is by now: with the rollout, once that is revoked.
    assign: { trigger: jsonata('$trigger') },
  });
  again.next(rollBack);
  const read = readRecord(parts);
  const whose = Choice.jsonata(parts.scope, StateName.whoseRollout, {
    comment: 'Only the rollout that this execution, event or person means; an alarm never ends a revert',
  });
  const revoke = revokeClaim(parts);
  const giveBack = returnTraffic(parts);
  for (const call of [read, revoke, giveBack]) call.addCatch(again, { errors: [Errors.ALL] });
  read.next(whose);
  whose.when(is('$states.input.about', 'yes'), revoke, { comment: 'It is' }).otherwise(again);
  const onlyOurs = parts.existingListener === true ? readFirst(parts, giveBack, again) : giveBack;
  revoke.next(onlyOurs);
  giveBack.next(again);
  return read;
}

const keyOf = ({ ownReach: { table, serviceName } }: Parts) => ({
  TableName: table.name,
  Key: { [RECORD_KEYS.partition]: { S: serviceName }, [RECORD_KEYS.sort]: { S: RECORD_KEYS.live } },
});

/** "Actions, resources, and condition keys for Amazon DynamoDB": the partition keys that a call may touch. */
const onRecord = (action: string, { ownReach: { table, serviceName } }: Parts) => ({
  action,
  resource: table.arn,
  conditions: { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': [serviceName] } },
});

/** Where the listener is one of others, what it was before it was adopted is for Lambda to write back. */
const isOurs = ({ existingListener }: Parts): string =>
  existingListener === true
    ? `$exists($states.result.Item.adopted) ? (${IS_ABOUT_OPEN_ROLLOUT}) : false`
    : IS_ABOUT_OPEN_ROLLOUT;

function readRecord(parts: Parts): ApiCall {
  return new ApiCall(parts.scope, StateName.readRecord, {
    comment: 'Lambda refuses to run the roll-back function: look whose rollout is open',
    service: 'dynamodb',
    action: 'getItem',
    args: { ...keyOf(parts), ConsistentRead: true },
    permission: onRecord('dynamodb:GetItem', parts),
    outputs: { about: jsonata(`(${isOurs(parts)}) = true ? 'yes' : 'no'`) },
    assign: {
      openRollout: jsonata(textOr(`${OPEN}.id.S`, 'none')),
      revision: jsonata(textOr('$states.result.Item.revision.N', '0')),
      why: jsonata(`$substring(${WHY}, 0, ${LONGEST_REASON})`),
    },
  });
}

/** Sets a field of the rollout that has no value yet. */
const keep = (field: string): string => `#rollout.#${field} = if_not_exists(#rollout.#${field}, :${field})`;

const BY_A_PERSON = '$exists($trigger.input.rollback.reason)';
const GIVEN = textOr('$trigger.error', ErrorName.CanaryRolledBack);

/** First reason and first rescuer stay, as when the function revokes. */
function revokeClaim(parts: Parts): ApiCall {
  const fields = ['rollout', 'phase', 'error', 'reason', 'rescuer', 'revision'];
  return new ApiCall(parts.scope, StateName.revoke, {
    comment: 'Only if nobody has written the record since; whoever has knows more',
    service: 'dynamodb',
    action: 'updateItem',
    args: {
      ...keyOf(parts),
      ConditionExpression: '#revision = :revision',
      UpdateExpression:
        `SET #rollout.#phase = :phase, ${['error', 'reason', 'rescuer'].map(keep).join(', ')}, ` +
        '#revision = #revision + :one',
      ExpressionAttributeNames: Object.fromEntries(fields.map((field) => [`#${field}`, field])),
      ExpressionAttributeValues: {
        ':phase': { S: 'rolling back' },
        ':error': { S: jsonata(`${BY_A_PERSON} ? '${ErrorName.RollbackAsked}' : ${GIVEN}`) },
        ':reason': { S: jsonata('$why') },
        ':rescuer': { S: jsonata('$states.context.Execution.Id') },
        ':revision': { N: jsonata('$revision') },
        ':one': { N: '1' },
      },
    },
    permission: onRecord('dynamodb:UpdateItem', parts),
    // From here on it is this rollout and no other.
    assign: { trigger: jsonata("$merge([$trigger, {'rollout': $openRollout}])") },
  });
}

const isThere = (id: string): string => `$contains($ids, ${literal(id)})`;

/** A listener of others: written only while its default action is over our two groups and no other. */
function readFirst(parts: Parts, giveBack: State, again: State): State {
  const { scope, ownReach } = parts;
  const { arn, canaryTargetGroupId, listenerId, productionTargetGroupId, serviceId } = ownReach.listener;
  const read = new ApiCall(scope, StateName.readListener, {
    comment: 'The listener is one of others: what somebody else wrote there is not written over',
    service: 'vpclattice',
    action: 'getListener',
    args: { ServiceIdentifier: serviceId, ListenerIdentifier: listenerId },
    permission: { action: 'vpc-lattice:GetListener', resource: arn },
    outputs: {
      ours: jsonata(
        `($groups := $states.result.DefaultAction.Forward.TargetGroups; ` +
          `$ids := $string($groups.TargetGroupIdentifier); ` +
          `$count($groups) = 2 and ${isThere(productionTargetGroupId)} and ${isThere(canaryTargetGroupId)} ` +
          `? 'yes' : 'no')`,
      ),
    },
  });
  read.addCatch(again, { errors: [Errors.ALL] });
  const whose = Choice.jsonata(scope, StateName.whoseListener, { comment: 'Only over our own two groups' });
  whose.when(is('$states.input.ours', 'yes'), giveBack, { comment: 'It is' }).otherwise(again);
  read.next(whose);
  return read;
}

function returnTraffic({ scope, ownReach: { listener } }: Parts): ApiCall {
  return new ApiCall(scope, StateName.returnWithoutLambda, {
    comment: 'The claim is revoked: give production every request',
    service: 'vpclattice',
    action: 'updateListener',
    args: {
      ServiceIdentifier: listener.serviceId,
      ListenerIdentifier: listener.listenerId,
      DefaultAction: {
        Forward: {
          TargetGroups: [
            { TargetGroupIdentifier: listener.productionTargetGroupId, Weight: 100 },
            { TargetGroupIdentifier: listener.canaryTargetGroupId, Weight: 0 },
          ],
        },
      },
    },
    permission: { action: 'vpc-lattice:UpdateListener', resource: listener.arn },
  });
}
