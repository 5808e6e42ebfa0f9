import {
  GetListenerCommand,
  GetServiceCommand,
  GetServiceNetworkCommand,
  GetTargetGroupCommand,
  ListAccessLogSubscriptionsCommand,
  ListListenersCommand,
  ListServiceNetworksCommand,
  ListServicesCommand,
  ListTargetGroupsCommand,
  ListTargetsCommand,
  type RuleAction,
  UpdateListenerCommand,
} from '@aws-sdk/client-vpc-lattice';
import { ACCOUNT, type Case, REGION, type Shop } from '../shop.ts';
import { ruleCases } from './lattice-rules.ts';
import { anyDate, anyText, textWith } from './matchers.ts';

const notFound = ['ResourceNotFoundException', 404] as const;
const invalid = ['ValidationException', 400] as const;

export function latticeCases(shop: Shop): Case[] {
  const { lattice, out } = shop;
  const ids = { serviceIdentifier: out('ServiceId'), listenerIdentifier: out('ListenerId') };
  const [group, empty] = [out('GroupId'), out('EmptyId')];
  const get = () => lattice.send(new GetListenerCommand(ids));
  const update = (defaultAction: unknown) =>
    lattice.send(new UpdateListenerCommand({ ...ids, defaultAction: defaultAction as RuleAction }));
  const weights = (...pairs: readonly (readonly [string, number | undefined])[]) =>
    update({
      forward: { targetGroups: pairs.map(([targetGroupIdentifier, weight]) => ({ targetGroupIdentifier, weight })) },
    });

  return [
    ...ruleCases(shop),
    {
      title: 'GetListener',
      run: get,
      answers: {
        id: out('ListenerId'),
        name: 'https',
        protocol: 'HTTPS',
        port: 443,
        serviceId: out('ServiceId'),
        defaultAction: { forward: { targetGroups: [{ targetGroupIdentifier: group, weight: 100 }] } },
        createdAt: anyDate,
      },
    },
    {
      title: 'GetListener by ARNs',
      run: async () => {
        const { serviceArn, arn } = await get();
        return lattice.send(new GetListenerCommand({ serviceIdentifier: serviceArn, listenerIdentifier: arn }));
      },
      answers: { id: out('ListenerId') },
    },
    {
      title: 'GetListener of a service that does not exist',
      run: () => lattice.send(new GetListenerCommand({ ...ids, serviceIdentifier: 'svc-00000000000000000' })),
      fails: notFound,
    },
    {
      title: 'UpdateListener replaces the default action',
      run: () => weights([group, 70], [empty, 30]),
      answers: {
        defaultAction: {
          forward: {
            targetGroups: [
              { targetGroupIdentifier: group, weight: 70 },
              { targetGroupIdentifier: empty, weight: 30 },
            ],
          },
        },
      },
    },
    {
      title: 'UpdateListener takes the largest and the smallest weight',
      run: () => weights([group, 999], [empty, 0]),
      answers: { defaultAction: { forward: { targetGroups: [{ weight: 999 }, { weight: 0 }] } } },
    },
    {
      title: 'UpdateListener gives a group without a weight 100',
      run: () => weights([group, undefined]),
      answers: { defaultAction: { forward: { targetGroups: [{ weight: 100 }] } } },
    },
    {
      title: 'UpdateListener takes a target group by its ARN',
      run: () => weights([`arn:aws:vpc-lattice:${REGION}:${ACCOUNT}:targetgroup/${group}`, 1]),
      answers: { defaultAction: { forward: { targetGroups: [{ targetGroupIdentifier: group }] } } },
    },
    {
      title: 'UpdateListener with a weight above 999',
      run: () => weights([group, 1000]),
      fails: [...invalid, /from 0 to 999, got 1000/],
    },
    { title: 'UpdateListener with a weight below 0', run: () => weights([group, -1]), fails: [...invalid, /got -1/] },
    {
      title: 'UpdateListener with a part of a weight',
      run: () => weights([group, 0.5]),
      fails: [...invalid, /whole number/],
    },
    {
      title: 'UpdateListener with nothing but zeros',
      run: () => weights([group, 0], [empty, 0]),
      fails: [...invalid, /every weight is 0/],
    },
    {
      title: 'UpdateListener without target groups',
      run: () => weights(),
      fails: [...invalid, /1 to 10 target groups, got 0/],
    },
    {
      title: 'UpdateListener with eleven',
      run: () => weights(...Array.from({ length: 11 }, () => [group, 1] as const)),
      fails: [...invalid, /got 11/],
    },
    {
      title: 'UpdateListener with one of them twice',
      run: () => weights([group, 1], [group, 2]),
      fails: [...invalid, /named twice/],
    },
    {
      title: 'UpdateListener with an unknown one',
      run: () => weights([group, 1], ['tg-00000000000000000', 1]),
      fails: [...notFound, /TARGET_GROUP/],
    },
    {
      title: 'UpdateListener with a fixed response',
      run: () => update({ fixedResponse: { statusCode: 404 } }),
      fails: [...invalid, /no fixed responses/],
    },
    { title: 'UpdateListener without an action', run: () => update({}), fails: [...invalid, /defaultAction/] },
    {
      title: 'UpdateListener left the last that was right',
      run: get,
      answers: {
        defaultAction: { forward: { targetGroups: [{ targetGroupIdentifier: group, weight: 1 }] } },
        lastUpdatedAt: anyDate,
      },
    },
    {
      title: 'ListListeners',
      run: () => lattice.send(new ListListenersCommand({ serviceIdentifier: out('ServiceId') })),
      answers: { items: [{ id: out('ListenerId'), port: 443 }] },
    },
    {
      title: 'ListListeners of a service that does not exist',
      run: () => lattice.send(new ListListenersCommand({ serviceIdentifier: 'svc-00000000000000000' })),
      fails: notFound,
    },
    {
      title: 'GetService',
      run: () => lattice.send(new GetServiceCommand({ serviceIdentifier: out('ServiceId') })),
      answers: {
        name: 'shop',
        status: 'ACTIVE',
        authType: 'NONE',
        dnsEntry: { domainName: textWith('vpc-lattice-svcs') },
      },
    },
    {
      title: 'GetService of nobody',
      run: () => lattice.send(new GetServiceCommand({ serviceIdentifier: 'svc-00000000000000000' })),
      fails: notFound,
    },
    {
      title: 'ListServices',
      run: () => lattice.send(new ListServicesCommand({})),
      answers: { items: [{ id: out('ServiceId'), name: 'shop' }] },
    },
    {
      title: 'ListServices with a token that no answer gave',
      run: () => lattice.send(new ListServicesCommand({ nextToken: 'bm9ib2R5' })),
      fails: invalid,
    },
    {
      title: 'GetTargetGroup',
      run: () => lattice.send(new GetTargetGroupCommand({ targetGroupIdentifier: group })),
      answers: {
        name: 'shop-production',
        type: 'LAMBDA',
        status: 'ACTIVE',
        config: { lambdaEventStructureVersion: 'V2' },
        serviceArns: [anyText],
      },
    },
    {
      title: 'GetTargetGroup of nobody',
      run: () => lattice.send(new GetTargetGroupCommand({ targetGroupIdentifier: 'tg-00000000000000000' })),
      fails: notFound,
    },
    {
      title: 'ListTargetGroups in pages',
      run: () => lattice.send(new ListTargetGroupsCommand({ maxResults: 1 })),
      answers: { items: [{ id: group, lambdaEventStructureVersion: 'V2' }], nextToken: anyText },
    },
    {
      title: 'ListTargetGroups of a type there are none of',
      run: () => lattice.send(new ListTargetGroupsCommand({ targetGroupType: 'ALB' })),
      answers: { items: [] },
    },
    {
      title: 'ListTargetGroups in pages that are too large',
      run: () => lattice.send(new ListTargetGroupsCommand({ maxResults: 101 })),
      fails: [...invalid, /maxResults/],
    },
    {
      title: 'ListTargets',
      run: () => lattice.send(new ListTargetsCommand({ targetGroupIdentifier: group })),
      answers: {
        items: [{ id: `arn:aws:lambda:${REGION}:${ACCOUNT}:function:shop:production`, status: 'UNAVAILABLE' }],
      },
    },
    {
      title: 'ListTargets asked for others',
      run: () => lattice.send(new ListTargetsCommand({ targetGroupIdentifier: group, targets: [{ id: 'nobody' }] })),
      answers: { items: [] },
    },
    {
      title: 'ListTargets of nobody',
      run: () => lattice.send(new ListTargetsCommand({ targetGroupIdentifier: 'tg-00000000000000000' })),
      fails: notFound,
    },
    {
      title: 'ListAccessLogSubscriptions',
      run: () => lattice.send(new ListAccessLogSubscriptionsCommand({ resourceIdentifier: out('ServiceId') })),
      answers: {
        items: [
          {
            destinationArn: `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:access:*`,
            resourceId: out('ServiceId'),
            createdAt: anyDate,
          },
        ],
      },
    },
    {
      title: 'ListAccessLogSubscriptions of nobody',
      run: () => lattice.send(new ListAccessLogSubscriptionsCommand({ resourceIdentifier: 'svc-00000000000000000' })),
      fails: notFound,
    },
    {
      title: 'GetServiceNetwork',
      run: () => lattice.send(new GetServiceNetworkCommand({ serviceNetworkIdentifier: out('NetworkId') })),
      answers: { name: 'shops', numberOfAssociatedServices: 1, authType: 'NONE' },
    },
    {
      title: 'GetServiceNetwork of nobody',
      run: () => lattice.send(new GetServiceNetworkCommand({ serviceNetworkIdentifier: 'sn-00000000000000000' })),
      fails: notFound,
    },
    {
      title: 'ListServiceNetworks',
      run: () => lattice.send(new ListServiceNetworksCommand({})),
      answers: { items: [{ id: out('NetworkId'), name: 'shops', numberOfAssociatedServices: 1 }] },
    },
    {
      title: 'ListServiceNetworks in pages that are too large',
      run: () => lattice.send(new ListServiceNetworksCommand({ maxResults: 101 })),
      fails: [...invalid, /maxResults/],
    },
  ];
}
