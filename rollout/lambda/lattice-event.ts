/** Where the smoke test's request claims to come from; no such resource exists. */
const SMOKE_TEST = 'smoke-test';

/** A GET request as VPC Lattice hands it to a Lambda target (event structure version 2.0). */
export function latticeRequest(path: string, time: Date) {
  return {
    version: '2.0',
    path,
    method: 'GET',
    headers: { host: [SMOKE_TEST], 'user-agent': [`lattice-canary/${SMOKE_TEST}`] },
    queryStringParameters: queryParameters(path),
    requestContext: {
      serviceNetworkArn: `arn:aws:vpc-lattice:::servicenetwork/${SMOKE_TEST}`,
      serviceArn: `arn:aws:vpc-lattice:::service/${SMOKE_TEST}`,
      targetGroupArn: `arn:aws:vpc-lattice:::targetgroup/${SMOKE_TEST}`,
      identity: { sourceVpcArn: `arn:aws:ec2:::vpc/${SMOKE_TEST}` },
      region: '',
      timeEpoch: `${time.getTime() * 1000}`,
    },
  };
}

function queryParameters(path: string): Record<string, string[]> {
  const query = path.split('?').slice(1).join('?');
  const parameters: Record<string, string[]> = {};
  for (const [name, value] of new URLSearchParams(query)) (parameters[name] ??= []).push(value);
  return parameters;
}
