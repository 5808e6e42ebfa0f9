import {
  ListRulesCommand,
  ListTargetsByRuleCommand,
  type EventBridgeClient,
  type Rule as Described,
} from '@aws-sdk/client-eventbridge';
import { parseJson } from '../../statemachine/contract/json-text.ts';
import type { Rules } from '../ports.ts';

/** A rule's name has 64 characters; CloudFormation cuts the stack's name in it, but not below about half of that. */
const SURE_PREFIX = 24;

/** Permissions: `events:ListRules` on `*`, `events:ListTargetsByRule` on the rules. */
export function eventBridgeRules(client: EventBridgeClient, stack: string): Rules {
  return {
    async read() {
      const rules: Described[] = [];
      let NextToken: string | undefined;
      do {
        const answer = await client.send(
          new ListRulesCommand({
            NamePrefix: stack.slice(0, SURE_PREFIX),
            ...(NextToken === undefined ? {} : { NextToken }),
          }),
        );
        rules.push(...(answer.Rules ?? []));
        NextToken = answer.NextToken;
      } while (NextToken !== undefined);
      return Promise.all(
        rules.map(async ({ Name = '', State, EventPattern, ScheduleExpression }) => {
          const { Targets = [] } = await client.send(new ListTargetsByRuleCommand({ Rule: Name }));
          return {
            name: Name,
            enabled: State !== 'DISABLED',
            targets: Targets.flatMap(({ Arn }) => (Arn === undefined ? [] : [Arn])),
            ...(EventPattern === undefined ? {} : { pattern: parseJson(EventPattern) }),
            ...(ScheduleExpression === undefined ? {} : { schedule: ScheduleExpression }),
          };
        }),
      );
    },
  };
}
