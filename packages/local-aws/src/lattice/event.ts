/** What of a request goes into the event. */
export interface LatticeRequest {
  readonly method: string;
  /** Path with the query, as it came: `/orders?x=1`. */
  readonly url: string;
  /** Names and values in turns, as they came. */
  readonly rawHeaders: readonly string[];
  readonly body: Buffer;
}

export interface EventPlace {
  readonly serviceNetworkArn: string;
  readonly serviceArn: string;
  readonly targetGroupArn: string;
  readonly region: string;
  readonly sourceVpcArn: string;
}

/** What the events of all requests to one target group say alike, as the beginning of an object in JSON. */
export function eventContext(place: EventPlace): string {
  const { serviceNetworkArn, serviceArn, targetGroupArn, region, sourceVpcArn } = place;
  const context = { serviceNetworkArn, serviceArn, targetGroupArn, region, identity: { sourceVpcArn } };
  return JSON.stringify(context).slice(0, -1);
}

/**
 * The event of version V2 that a Lambda target gets, in JSON: most of it is text that is there already. A body that is
 * text stays text; any other is base64 and says so.
 * @param context what `eventContext` made
 * @param now simulated milliseconds; the event tells microseconds
 * @see https://docs.aws.amazon.com/vpc-lattice/latest/ug/lambda-functions.html
 */
export function latticeEvent({ method, url, rawHeaders, body }: LatticeRequest, context: string, now: number): string {
  return (
    `{"version":"2.0","path":${JSON.stringify(url)},"method":${JSON.stringify(method)},` +
    `"headers":${headersOf(rawHeaders)},"queryStringParameters":${queryOf(url)},"body":${bodyOf(body)},` +
    `"requestContext":${context},"timeEpoch":"${Math.floor(now * 1000)}"}}`
  );
}

/** The body in JSON, and after it whether it is base64. */
function bodyOf(body: Buffer): string {
  if (body.length === 0) return '""';
  const text = body.toString('utf8');
  // Decoding replaces what is not UTF-8, so that it does not survive the way back.
  if (Buffer.from(text, 'utf8').equals(body)) return JSON.stringify(text);
  return `"${body.toString('base64')}","isBase64Encoded":true`;
}

/** All values of each name, which is in lower case. Text at once: an object of any names is slow to make and read. */
function headersOf(rawHeaders: readonly string[]): string {
  const values = new Map<string, string>();
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
    const name = JSON.stringify(rawHeaders[i]?.toLowerCase());
    const before = values.get(name);
    const value = JSON.stringify(rawHeaders[i + 1]);
    values.set(name, before === undefined ? value : `${before},${value}`);
  }
  let text = '';
  for (const [name, list] of values) text += `${text === '' ? '' : ','}${name}:[${list}]`;
  return `{${text}}`;
}

function queryOf(url: string): string {
  const start = url.indexOf('?');
  if (start === -1) return '{}';
  const query: Record<string, string[]> = Object.create(null) as Record<string, string[]>;
  for (const [name, value] of new URLSearchParams(url.slice(start + 1))) (query[name] ??= []).push(value);
  return JSON.stringify(query);
}
