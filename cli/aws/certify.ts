import { ListMetricsCommand } from '@aws-sdk/client-cloudwatch';
import { GetAccountSettingsCommand, GetFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import { GetListenerCommand } from '@aws-sdk/client-vpc-lattice';
import { isRefusal, MINUTE_MS, query, readAll } from '../../handlers/ports/aws/cloudwatch-series.ts';
import type { Calls, CertifyPorts } from '../certify/ports.ts';
import type { Statistic } from '../certify/statistics.ts';
import type { Service } from '../services.ts';
import type { Clients } from './clients.ts';
import { serviceClient } from './service-client.ts';

/**
 * Permissions: `vpc-lattice:GetListener` on the listener, `lambda:GetFunctionConfiguration` on the function's versions,
 * `cloudwatch:GetMetricData`, `cloudwatch:ListMetrics` and `lambda:GetAccountSettings` on `*`. It changes nothing.
 */
export function awsCertifyPorts(
  clients: Pick<Clients, 'cloudWatch' | 'lambda' | 'lattice'>,
  { functionName, listenerId, serviceId }: Service,
  calls: () => Calls,
  endpoint: string | undefined,
): CertifyPorts {
  const { cloudWatch, lambda, lattice } = clients;
  const ask = async (statistics: readonly Statistic[], from: Date, to: Date) => {
    const queries = statistics.map(({ namespace, metric, dimensions, stat }, i) =>
      query(`q${i}`, namespace, metric, dimensions, stat),
    );
    const start = new Date(Math.floor(from.getTime() / MINUTE_MS) * MINUTE_MS);
    const values = await readAll(cloudWatch, queries, start, to, 'metrics cannot be certified');
    return new Map(statistics.map(({ label }, i) => [label, values.get(`q${i}`) ?? new Map<number, number>()]));
  };
  return {
    async listener() {
      const asked = { serviceIdentifier: serviceId, listenerIdentifier: listenerId };
      const { lastUpdatedAt, protocol } = await lattice.send(new GetListenerCommand(asked));
      return { writtenAt: lastUpdatedAt, protocol: protocol === 'HTTP' ? 'http' : 'https' };
    },
    async groupsListed() {
      const asked = {
        Namespace: 'AWS/VpcLattice',
        MetricName: 'TotalRequestCount',
        Dimensions: [{ Name: 'TargetGroup' }],
      };
      const { Metrics = [] } = await cloudWatch.send(new ListMetricsCommand(asked));
      const values = Metrics.flatMap(({ Dimensions = [] }) => Dimensions)
        .filter(({ Name }) => Name === 'TargetGroup')
        .flatMap(({ Value }) => Value ?? []);
      return [...new Set(values)].toSorted();
    },
    async read(statistics, from, to) {
      try {
        return await ask(statistics, from, to);
      } catch (error) {
        const plain = statistics.filter(({ stat }) => !stat.includes('('));
        if (plain.length === statistics.length || !isRefusal(error)) throw error;
        return ask(plain, from, to);
      }
    },
    async description(version) {
      const asked = { FunctionName: functionName, Qualifier: version };
      return (await lambda.send(new GetFunctionConfigurationCommand(asked))).Description ?? '';
    },
    async functionsAtOnce() {
      const { AccountLimit: limit } = await lambda.send(new GetAccountSettingsCommand({}));
      const { ConcurrentExecutions: account, UnreservedConcurrentExecutions: unreserved } = limit ?? {};
      if (account === undefined || unreserved === undefined)
        throw new Error('Lambda does not tell how many functions may run at once');
      return { account, unreserved };
    },
    client: (address) => serviceClient(address, endpoint),
    calls,
  };
}
