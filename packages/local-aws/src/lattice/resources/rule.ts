import { z } from 'zod';
import { provider, type ResourceProvider } from '../../core/resource.ts';
import { tagsSchema } from '../../core/template-schemas.ts';
import type { Lattice } from '../lattice.ts';
import type { Listener, RuleDefinition } from '../model.ts';
import { actionSchema, forwardedTo } from './listener.ts';
import { isRenamed, type NameMaker } from './names.ts';

/** Lengths as CloudFormation's schema has them, which are shorter than the API's. */
const schema = z.strictObject({
  Name: z.string().optional(),
  ServiceIdentifier: z.string(),
  ListenerIdentifier: z.string(),
  Priority: z.int().min(1).max(100),
  Match: z.strictObject({
    HttpMatch: z.strictObject({
      HeaderMatches: z
        .array(
          z.strictObject({
            Name: z.string().min(1).max(40),
            Match: z.strictObject({ Exact: z.string().min(1).max(128) }),
            CaseSensitive: z.boolean().optional(),
          }),
        )
        .min(1)
        .max(5),
    }),
  }),
  Action: actionSchema,
  Tags: tagsSchema,
});
type Properties = z.infer<typeof schema>;

/** "Update requires: Replacement" for name, listener and service; the rest changes in place. */
export function ruleProvider(lattice: Lattice, nameOf: NameMaker): ResourceProvider {
  const listenerOf = ({ ServiceIdentifier, ListenerIdentifier }: Properties): Listener =>
    lattice.listenerOf(ServiceIdentifier, ListenerIdentifier);
  return provider<Properties>({
    type: 'AWS::VpcLattice::Rule',
    schema,
    async create(request) {
      const { properties } = request;
      const rule = lattice.rules.create(listenerOf(properties), nameOf(request, 63), definitionOf(properties));
      return { ref: rule.arn, attributes: { Arn: rule.arn, Id: rule.id } };
    },
    async update(request, before) {
      const rule = lattice.rules.get(before.ref);
      const moved = listenerOf(request.properties) !== rule.listener;
      if (moved || isRenamed(request.properties, rule)) return this.create(request);
      lattice.rules.update(rule, definitionOf(request.properties));
      return before;
    },
    async remove({ ref }) {
      lattice.rules.delete(ref);
    },
  });
}

function definitionOf({ Priority, Match, Action }: Properties): RuleDefinition {
  const headerMatches = Match.HttpMatch.HeaderMatches.map(({ Name, Match: { Exact }, CaseSensitive }) => ({
    name: Name,
    match: { exact: Exact },
    ...(CaseSensitive !== undefined && { caseSensitive: CaseSensitive }),
  }));
  return { priority: Priority, match: { headerMatches }, groups: forwardedTo(Action) };
}
