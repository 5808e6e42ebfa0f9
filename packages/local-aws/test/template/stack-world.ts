import { z } from 'zod';
import { seededRandom } from '../../src/core/random.ts';
import type { CloudEvent } from '../../src/core/types.ts';
import { provider } from '../../src/core/resource.ts';
import { VirtualClock } from '../../src/core/virtual-clock.ts';
import { AssetBucket } from '../../src/template/asset-bucket.ts';
import { Deployer } from '../../src/template/deployer.ts';
import { parseTemplate } from '../../src/template/schema.ts';

export const PLACE = { account: '123456789012', region: 'eu-west-1' };

const schema = z.strictObject({
  Name: z.string().optional(),
  Link: z.string().startsWith('arn:').optional(),
  Deep: z.strictObject({ Items: z.array(z.strictObject({ Size: z.int() })) }).optional(),
  /** Makes creating, updating or removing fail. */
  Fail: z.string().optional(),
});

/** A deployer of `Test::Thing`, which writes down what is done; a new Name replaces the thing. */
export function world() {
  const done: string[] = [];
  const things = new Map<string, string>();
  const events: CloudEvent[] = [];
  const clock = new VirtualClock();
  const deployer = new Deployer({
    providers: [
      provider<z.infer<typeof schema>>({
        type: 'Test::Thing',
        schema,
        async create({ logicalId, properties }) {
          if (properties.Fail === 'create') throw new Error('out of stock');
          const ref = `arn:${logicalId}:${properties.Name ?? 'unnamed'}`;
          done.push(`create ${ref}`);
          things.set(ref, JSON.stringify(properties));
          return { ref, attributes: { Name: properties.Name ?? 'unnamed', Fail: properties.Fail ?? '' } };
        },
        async update(request, before) {
          if (request.properties.Fail === 'update') throw new Error('out of stock');
          if (request.properties.Name !== undefined && request.properties.Name !== before.attributes['Name'])
            return this.create(request);
          done.push(`update ${before.ref} ${JSON.stringify(request.properties)}`);
          things.set(before.ref, JSON.stringify(request.properties));
          return before;
        },
        async remove({ ref, attributes }) {
          if (attributes['Fail'] === 'remove') throw new Error('in use');
          done.push(`remove ${ref}`);
          things.delete(ref);
        },
        live: (_, { ref }) => ({ Link: (JSON.parse(things.get(ref) ?? '{}') as { Link?: string }).Link }),
      }),
    ],
    place: PLACE,
    bucket: new AssetBucket(),
    clock,
    random: seededRandom(1),
    events: { emit: (event) => void events.push(event) },
    log: (_, message) => void done.push(`log ${message}`),
  });
  return {
    clock,
    deployer,
    things,
    /** What the stack's deployments emitted. */
    events,
    /** What was done since it was asked last. */
    done: () => done.splice(0).filter((line) => !line.startsWith('log Stack deployed')),
    deploy: (resources: object, rest: object = {}) =>
      deployer.deploy({
        stackName: 'Stack',
        template: parseTemplate({ Resources: resources, ...rest }, 'Stack'),
        assets: new Map(),
      }),
  };
}

export function thing(properties: object = {}, attributes: object = {}) {
  return { Type: 'Test::Thing', Properties: properties, ...attributes };
}
