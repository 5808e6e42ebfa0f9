import {
  CreateRuleCommand,
  DeleteRuleCommand,
  GetRuleCommand,
  ListRulesCommand,
  UpdateRuleCommand,
} from '@aws-sdk/client-vpc-lattice';
import type { Case, Shop } from '../shop.ts';
import { anyDate, textWith } from './matchers.ts';

const notFound = ['ResourceNotFoundException', 404] as const;
const invalid = ['ValidationException', 400] as const;

/** Rules of the listener; the shop has one, for the header x-preview. */
export function ruleCases({ lattice, out }: Shop): readonly Case[] {
  const ids = { serviceIdentifier: out('ServiceId'), listenerIdentifier: out('ListenerId') };
  const [group, empty] = [out('GroupId'), out('EmptyId')];
  const ruleIdentifier = out('RuleId');
  const createRule = (name: string, more: object) =>
    lattice.send(
      new CreateRuleCommand({
        ...ids,
        name,
        priority: 20,
        match: { httpMatch: { headerMatches: [{ name: 'x-beta', match: { exact: 'on' }, caseSensitive: true }] } },
        action: { forward: { targetGroups: [{ targetGroupIdentifier: group, weight: 100 }] } },
        ...more,
      }),
    );
  const noRule = { ...ids, ruleIdentifier: 'rule-00000000000000000' };

  const made = async () => {
    const { items = [] } = await lattice.send(new ListRulesCommand(ids));
    return { ...ids, ruleIdentifier: items.find(({ name }) => name === 'beta')?.id ?? '' };
  };
  return [
    {
      title: 'GetRule',
      run: () => lattice.send(new GetRuleCommand({ ...ids, ruleIdentifier })),
      answers: {
        id: ruleIdentifier,
        name: 'preview',
        isDefault: false,
        priority: 10,
        match: { httpMatch: { headerMatches: [{ name: 'x-preview', match: { exact: 'yes' } }] } },
        action: { forward: { targetGroups: [{ targetGroupIdentifier: empty, weight: 100 }] } },
        createdAt: anyDate,
      },
    },
    { title: 'GetRule of nobody', run: () => lattice.send(new GetRuleCommand(noRule)), fails: notFound },
    {
      title: 'CreateRule',
      run: () => createRule('beta', {}),
      answers: { name: 'beta', priority: 20, arn: textWith('/rule/rule-'), $metadata: { httpStatusCode: 201 } },
    },
    {
      title: 'CreateRule with a priority that is taken',
      run: () => createRule('gamma', { priority: 10 }),
      fails: ['ConflictException', 409, /has priority 10 already/],
    },
    {
      title: 'CreateRule with a priority that is none',
      run: () => createRule('gamma', { priority: 0 }),
      fails: [...invalid, /priority/],
    },
    {
      title: 'CreateRule with a header match in two ways',
      run: () => {
        const headerMatches = [{ name: 'x-beta', match: { exact: 'on', prefix: 'o' } }];
        return createRule('gamma', { priority: 30, match: { httpMatch: { headerMatches } } });
      },
      fails: [...invalid, /one way to match, got 2/],
    },
    {
      title: 'ListRules in the order of their priorities',
      run: () => lattice.send(new ListRulesCommand(ids)),
      answers: {
        items: [
          { name: 'preview', isDefault: false, createdAt: anyDate },
          { name: 'beta', priority: 20 },
        ],
      },
    },
    {
      title: 'ListRules of a listener that does not exist',
      run: () => lattice.send(new ListRulesCommand({ ...ids, listenerIdentifier: 'listener-00000000000000000' })),
      fails: notFound,
    },
    {
      title: 'UpdateRule changes what is given',
      run: async () => lattice.send(new UpdateRuleCommand({ ...(await made()), priority: 5 })),
      answers: { name: 'beta', priority: 5, isDefault: false, match: { httpMatch: { headerMatches: [{}] } } },
    },
    { title: 'UpdateRule of nobody', run: () => lattice.send(new UpdateRuleCommand(noRule)), fails: notFound },
    {
      title: 'DeleteRule',
      run: async () => lattice.send(new DeleteRuleCommand(await made())),
      answers: {},
    },
    { title: 'DeleteRule of nobody', run: () => lattice.send(new DeleteRuleCommand(noRule)), fails: notFound },
  ];
}
