import { z } from 'zod';
import { arnOf, on, text } from '../../core/access.ts';
import { AwsError } from '../../core/aws-error.ts';
import { listed } from '../../core/paging.ts';
import { operation } from '../../core/service.ts';
import type { EventBus } from '../event-bus.ts';
import type { Rule } from '../rule.ts';
import { defaultBus, INVALID } from './common.ts';

const paging = { Limit: z.int().min(1).max(100).optional(), NextToken: z.string().min(1).optional() };
const onRule = (member: string) => on((input, place) => arnOf(place, 'events', `rule/${text(input, member)}`));

/** What there is to see of rules. */
export function ruleOperations(bus: EventBus) {
  return {
    DescribeRule: operation({
      needs: onRule('Name'),
      input: z.strictObject({ Name: z.string(), EventBusName: defaultBus }),
      run: ({ Name }) => describe(ruleOf(Name, bus)),
    }),

    ListRules: operation({
      needs: on((_input, place) => arnOf(place, 'events', 'rule/*')),
      input: z.strictObject({ NamePrefix: z.string().default(''), EventBusName: defaultBus, ...paging }),
      run({ NamePrefix, NextToken, Limit }) {
        const rules = bus.listRules().filter((rule) => rule.name.startsWith(NamePrefix));
        const how = { id: ({ name }: Rule) => name, show: describe, invalid: INVALID };
        return listed('Rules', rules, { NextToken, limit: Limit }, how);
      },
    }),

    ListTargetsByRule: operation({
      needs: onRule('Rule'),
      input: z.strictObject({ Rule: z.string(), EventBusName: defaultBus, ...paging }),
      run({ Rule: name, NextToken, Limit }) {
        const { targets } = ruleOf(name, bus).config;
        return listed(
          'Targets',
          targets,
          { NextToken, limit: Limit },
          {
            id: ({ Id }) => Id,
            show: (target) => target,
            invalid: INVALID,
          },
        );
      },
    }),
  };
}

function ruleOf(name: string, bus: EventBus): Rule {
  const rule = bus.listRules().find((candidate) => candidate.name === name);
  if (rule === undefined)
    throw new AwsError('ResourceNotFoundException', `Rule ${name} does not exist on EventBus default.`);
  return rule;
}

function describe({ name, arn, config }: Rule): object {
  return {
    Name: name,
    Arn: arn,
    EventBusName: 'default',
    State: config.enabled ? 'ENABLED' : 'DISABLED',
    ...(config.description === undefined ? {} : { Description: config.description }),
    ...(config.pattern === undefined ? {} : { EventPattern: JSON.stringify(config.pattern) }),
    ...(config.scheduleExpression === undefined ? {} : { ScheduleExpression: config.scheduleExpression }),
  };
}
