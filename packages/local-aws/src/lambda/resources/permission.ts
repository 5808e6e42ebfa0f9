import { z } from 'zod';
import { physicalName } from '../../core/physical-name.ts';
import type { Random } from '../../core/random.ts';
import { provider, type ResourceProvider, type ResourceRequest } from '../../core/resource.ts';
import { parseAddress } from '../address.ts';
import type { Functions } from '../functions.ts';
import { replaceStatement } from '../access.ts';
import type { Statement } from '../model.ts';

const schema = z.strictObject({
  FunctionName: z.string(),
  Action: z.literal('lambda:InvokeFunction'),
  Principal: z.string().regex(/\.amazonaws\.com$/, 'a service principal such as vpc-lattice.amazonaws.com'),
  SourceArn: z.string().optional(),
  SourceAccount: z.string().optional(),
});
type Properties = z.infer<typeof schema>;

/** A statement's id holds 100 characters ("AddPermission", StatementId). */
const LONGEST_ID = 100;

/**
 * Lets a service invoke the function, through exactly the qualifier that FunctionName names. None of its properties
 * changes in place: another one makes another statement, and the old one goes when the update is over.
 */
export function permissionProvider(functions: Functions, random: Random): ResourceProvider {
  return provider<Properties>({
    type: 'AWS::Lambda::Permission',
    schema,
    async create(request) {
      const { record, qualifier = '' } = functions.registry.target(parseAddress(request.properties.FunctionName));
      const id = physicalName(request, random, LONGEST_ID);
      const resource = qualifier === '' ? record.arn : `${record.arn}:${qualifier}`;
      replaceStatement(record, qualifier, id, statementOf(request, id, resource));
      return { ref: id, attributes: { Id: id, FunctionName: request.properties.FunctionName } };
    },
    async update(request) {
      return this.create(request);
    },
    async remove({ ref, attributes }) {
      const { record, qualifier = '' } = functions.registry.target(parseAddress(attributes['FunctionName'] ?? ''));
      replaceStatement(record, qualifier, ref);
    },
  });
}

function statementOf({ properties }: ResourceRequest<Properties>, Sid: string, Resource: string): Statement {
  const { Principal, SourceArn, SourceAccount } = properties;
  const Condition = {
    ...(SourceArn !== undefined && { ArnLike: { 'AWS:SourceArn': SourceArn } }),
    ...(SourceAccount !== undefined && { StringEquals: { 'AWS:SourceAccount': SourceAccount } }),
  };
  return { Sid, Effect: 'Allow', Principal: { Service: Principal }, Action: properties.Action, Resource, Condition };
}
