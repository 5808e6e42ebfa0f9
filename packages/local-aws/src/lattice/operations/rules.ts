import { z } from 'zod';
import { type Needs, on, onAll, text } from '../../core/access.ts';
import { operation } from '../../core/service.ts';
import type { Input, Place } from '../../core/types.ts';
import type { Lattice } from '../lattice.ts';
import type { Rule } from '../model.ts';
import { itemsOf, paging } from './common.ts';
import { actionOf, actionSchema, groupsIn, listenerArn, pinnedGroups } from './listeners.ts';

const RULES = '/services/{serviceIdentifier}/listeners/{listenerIdentifier}/rules';
const listener = { serviceIdentifier: z.string(), listenerIdentifier: z.string() };
const rule = { ...listener, ruleIdentifier: z.string() };

/** Lengths as in HeaderMatch, HeaderMatchType and PathMatchType of the API. */
const headerText = z.string().min(1).max(200);
const pathText = z.string().min(1).max(200).startsWith('/');
const one = (match: object, ctx: z.core.$RefinementCtx) => {
  const given = Object.values(match).filter((each) => each !== undefined).length;
  if (given !== 1) ctx.addIssue({ code: 'custom', message: `expected one way to match, got ${given}` });
};
const matchSchema = z.strictObject({
  httpMatch: z.strictObject({
    method: z.string().max(16).optional(),
    pathMatch: z
      .strictObject({
        match: z.strictObject({ exact: pathText.optional(), prefix: pathText.optional() }).superRefine(one),
        caseSensitive: z.boolean().optional(),
      })
      .optional(),
    headerMatches: z
      .array(
        z.strictObject({
          name: z.string().min(1).max(100),
          match: z
            .strictObject({
              exact: headerText.optional(),
              prefix: headerText.optional(),
              contains: headerText.optional(),
            })
            .superRefine(one),
          caseSensitive: z.boolean().optional(),
        }),
      )
      .min(1)
      .max(5)
      .optional(),
  }),
});
const prioritySchema = z.int().min(1).max(100);

function ruleArn(input: Input, place: Place): string {
  const identifier = text(input, 'ruleIdentifier');
  return identifier.startsWith('arn:') ? identifier : `${listenerArn(input, place)}/rule/${identifier}`;
}

const onRuleAndGroups: Needs = (input, { action, place }) => [
  { action, resource: ruleArn(input, place), context: pinnedGroups(input['action'], place) },
];

/** What is done to rules of listeners. The default rule is the listener's own and is not among them. */
export function ruleOperations(lattice: Lattice) {
  const listenerIn = ({ serviceIdentifier, listenerIdentifier }: z.infer<z.ZodObject<typeof listener>>) =>
    lattice.listenerOf(serviceIdentifier, listenerIdentifier);
  const ruleIn = (input: z.infer<z.ZodObject<typeof rule>>) =>
    lattice.rules.get(input.ruleIdentifier, listenerIn(input));
  return {
    CreateRule: operation({
      route: { method: 'POST', path: RULES, status: 201 },
      needs: onRuleAndGroups,
      input: z.strictObject({
        ...listener,
        name: z.string(),
        match: matchSchema,
        priority: prioritySchema,
        action: actionSchema,
        clientToken: z.string().optional(),
      }),
      run({ name, match, priority, action, ...address }) {
        const definition = { priority, match: match.httpMatch, groups: groupsIn(action) };
        return describeRule(lattice, lattice.rules.create(listenerIn(address), name, definition));
      },
    }),

    GetRule: operation({
      route: { method: 'GET', path: `${RULES}/{ruleIdentifier}` },
      needs: on(ruleArn),
      input: z.strictObject(rule),
      run(address) {
        const found = ruleIn(address);
        const { createdAt, lastUpdatedAt } = found;
        return { ...describeRule(lattice, found), isDefault: false, createdAt, lastUpdatedAt };
      },
    }),

    UpdateRule: operation({
      route: { method: 'PATCH', path: `${RULES}/{ruleIdentifier}` },
      needs: onRuleAndGroups,
      input: z.strictObject({
        ...rule,
        match: matchSchema.optional(),
        priority: prioritySchema.optional(),
        action: actionSchema.optional(),
      }),
      run({ match, priority, action, ...address }) {
        const found = ruleIn(address);
        lattice.rules.update(found, {
          ...(match && { match: match.httpMatch }),
          ...(priority !== undefined && { priority }),
          ...(action && { groups: groupsIn(action) }),
        });
        return { ...describeRule(lattice, found), isDefault: false };
      },
    }),

    DeleteRule: operation({
      route: { method: 'DELETE', path: `${RULES}/{ruleIdentifier}` },
      needs: on(ruleArn),
      input: z.strictObject(rule),
      run(address) {
        lattice.rules.delete(ruleIn(address).id);
        return {};
      },
    }),

    ListRules: operation({
      route: { method: 'GET', path: RULES },
      needs: onAll,
      input: z.strictObject({ ...listener, ...paging }),
      run({ serviceIdentifier, listenerIdentifier, ...paged }) {
        const rules = lattice.rules.of(listenerIn({ serviceIdentifier, listenerIdentifier }));
        return itemsOf(rules, paged, listedRule);
      },
    }),
  };
}

function describeRule(lattice: Lattice, { id, arn, name, definition: { priority, match, groups } }: Rule): object {
  return { id, arn, name, priority, match: { httpMatch: match }, action: actionOf(lattice, groups) };
}

function listedRule({ id, arn, name, definition: { priority }, createdAt, lastUpdatedAt }: Rule): object {
  return { id, arn, name, priority, isDefault: false, createdAt, lastUpdatedAt };
}
