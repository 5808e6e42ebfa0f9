import { z } from 'zod';
import { keyProblem, operatorProblem } from './conditions.ts';
import { partsOf } from './match.ts';

/** Policy documents as IAM has them. What is not evaluated here is refused when the template is judged. */

const oneOrMore = z.union([z.string(), z.array(z.string())]);
const scalar = z.union([z.string(), z.boolean().transform(String), z.number().transform(String)]);
const values = z.union([scalar, z.array(scalar)]);

const condition = z.record(z.string(), z.record(z.string(), values)).superRefine((operators, context) => {
  for (const [operator, keys] of Object.entries(operators)) {
    const problem = operatorProblem(operator);
    if (problem !== undefined) context.addIssue({ code: 'custom', path: [operator], message: problem });
    for (const [key, wanted] of Object.entries(keys)) {
      const why = problem === undefined ? keyProblem(operator, key) : undefined;
      if (why !== undefined) context.addIssue({ code: 'custom', path: [operator, key], message: why });
      if (list(wanted).some(hasVariable))
        context.addIssue({ code: 'custom', path: [operator, key], message: NO_VARIABLES });
    }
  }
});

const NO_VARIABLES = 'policy variables such as ${aws:username} are not supported by the local cloud';

function hasVariable(text: string): boolean {
  return text.includes('${');
}

const actions = oneOrMore.refine(
  (all) => list(all).every((action) => action === '*' || /^[\w-]+:[\w*?]+$/.test(action)),
  'actions are `*` or a service and a name such as lambda:GetAlias',
);

/** Stands for what only the deployment will know, which is judged again then. */
const PENDING = /<<[^<>]*>>/;

const resources = oneOrMore
  .refine(
    (all) => list(all).every((arn) => arn === '*' || partsOf(arn).length === 6 || PENDING.test(arn)),
    'resources are `*` or ARNs',
  )
  .refine((all) => !list(all).some(hasVariable), NO_VARIABLES);

const common = {
  Sid: z.string().optional(),
  Effect: z.enum(['Allow', 'Deny']),
  Action: actions.optional(),
  NotAction: actions.optional(),
  Condition: condition.optional(),
};

const principal = z.union([z.literal('*'), z.partialRecord(z.enum(['AWS', 'Service']), oneOrMore)]);

type Shape = { readonly Action?: unknown; readonly NotAction?: unknown };
const oneAction = (statement: Shape) => (statement.Action === undefined) !== (statement.NotAction === undefined);
const ONE_ACTION = 'a statement has either Action or NotAction';

type Target = { readonly Resource?: unknown; readonly NotResource?: unknown };
const oneResource = (statement: Target) => (statement.Resource === undefined) !== (statement.NotResource === undefined);
const ONE_RESOURCE = 'a statement has either Resource or NotResource';

function document<S extends z.ZodType>(statement: S) {
  return z.strictObject({
    // Without one it is the older language, which differs in policy variables only: there are none here.
    Version: z.enum(['2012-10-17', '2008-10-17']).default('2008-10-17'),
    Id: z.string().optional(),
    Statement: z.array(statement).min(1),
  });
}

const target = { Resource: resources.optional(), NotResource: resources.optional() };

/** What a role may do. */
export const identityPolicySchema = document(
  z
    .strictObject({ ...common, ...target })
    .refine(oneAction, ONE_ACTION)
    .refine(oneResource, ONE_RESOURCE),
);

/** Who may do what with a topic or a queue. */
export const resourcePolicySchema = document(
  z
    .strictObject({ ...common, ...target, Principal: principal })
    .refine(oneAction, ONE_ACTION)
    .refine(oneResource, ONE_RESOURCE),
);

/** Who may become a role: the role itself is the resource. */
export const trustPolicySchema = document(
  z.strictObject({ ...common, Principal: principal }).refine(oneAction, ONE_ACTION),
);

export type IdentityPolicy = z.infer<typeof identityPolicySchema>;
export type ResourcePolicy = z.infer<typeof resourcePolicySchema>;
export type TrustPolicy = z.infer<typeof trustPolicySchema>;

type OneOrMore = string | readonly string[];

/** A statement of any of the three. */
export interface Statement {
  readonly Sid?: string | undefined;
  readonly Effect: 'Allow' | 'Deny';
  readonly Principal?:
    '*' | { readonly AWS?: OneOrMore | undefined; readonly Service?: OneOrMore | undefined } | undefined;
  readonly Action?: OneOrMore | undefined;
  readonly NotAction?: OneOrMore | undefined;
  readonly Resource?: OneOrMore | undefined;
  readonly NotResource?: OneOrMore | undefined;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, OneOrMore>>>> | undefined;
}

/** Policies write a single value without its list. */
export function list(value: OneOrMore = []): readonly string[] {
  return typeof value === 'string' ? [value] : value;
}
