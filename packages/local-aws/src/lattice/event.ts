/** What of a request goes into the event. */
export interface LatticeRequest {
  readonly method: string;
  /** Path with the query, as it came: `/orders?x=1`. */
  readonly url: string;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, readonly string[] | undefined>>;
  readonly body: Buffer;
}

export interface EventPlace {
  readonly serviceNetworkArn: string;
  readonly serviceArn: string;
  readonly targetGroupArn: string;
  readonly region: string;
  readonly sourceVpcArn: string;
}

/**
 * The event of version V2 that a Lambda target gets. A body that is text stays text; any other is base64 and says so.
 * @param now simulated milliseconds; the event tells microseconds
 * @see https://docs.aws.amazon.com/vpc-lattice/latest/ug/lambda-functions.html
 */
export function latticeEvent(request: LatticeRequest, place: EventPlace, now: number): object {
  const { serviceNetworkArn, serviceArn, targetGroupArn, region, sourceVpcArn } = place;
  const { body } = request;
  const text = body.toString('utf8');
  // Decoding replaces what is not UTF-8, so that it does not survive the way back.
  const binary = body.length > 0 && !Buffer.from(text, 'utf8').equals(body);
  return {
    version: '2.0',
    path: request.url,
    method: request.method,
    headers: request.headers,
    queryStringParameters: queryOf(request.url),
    body: binary ? body.toString('base64') : text,
    ...(binary && { isBase64Encoded: true }),
    requestContext: {
      serviceNetworkArn,
      serviceArn,
      targetGroupArn,
      region,
      identity: { sourceVpcArn },
      timeEpoch: String(Math.floor(now * 1000)),
    },
  };
}

function queryOf(url: string): Record<string, string[]> {
  const start = url.indexOf('?');
  if (start === -1) return {};
  const query: Record<string, string[]> = Object.create(null) as Record<string, string[]>;
  for (const [name, value] of new URLSearchParams(url.slice(start + 1))) (query[name] ??= []).push(value);
  return query;
}
