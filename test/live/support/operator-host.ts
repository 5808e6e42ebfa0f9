import pc from 'picocolors';
import type { VirtualCloud } from 'local-aws';
import { awsCloud } from '../../../cli/aws/cloud.ts';
import type { Host } from '../../../cli/context.ts';

/** What the command line has of an operator's machine, beside a cloud of its own; and what it wrote. */
export function operatorHost(cloud: Pick<VirtualCloud, 'endpoint' | 'place'>) {
  const written = { out: '', err: '' };
  const host = {
    terminal: {
      out: (text) => void (written.out += text),
      err: (text) => void (written.err += text),
      size: () => undefined,
      colors: pc.createColors(false),
    },
    env: { AWS_ENDPOINT_URL: cloud.endpoint.url },
    program: 'lattice-canary',
    version: '0.0.0',
    connect: (settings) =>
      awsCloud({
        ...settings,
        endpoint: cloud.endpoint.url,
        region: cloud.place.region,
        credentials: { accessKeyId: 'operator', secretAccessKey: 'local' },
      }),
  } satisfies Partial<Host>;
  return { host, written };
}
