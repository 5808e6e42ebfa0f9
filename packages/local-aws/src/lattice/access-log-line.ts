import type { IncomingMessage } from 'node:http';

/** One request, as VPC Lattice's access log tells it. */
export interface LoggedRequest {
  readonly request: Pick<IncomingMessage, 'method' | 'url' | 'headers' | 'httpVersion'>;
  readonly serviceArn: string;
  readonly serviceNetworkArn: string;
  readonly listenerId: string;
  readonly protocol: string;
  readonly sourceVpcArn: string;
  /** Undefined for a request that reached none. */
  readonly targetGroupArn?: string;
  readonly status: number;
  readonly bytesReceived: number;
  readonly bytesSent: number;
  /** Wall milliseconds. */
  readonly ms: number;
  /** When it came in, simulated milliseconds since the epoch. */
  readonly time: number;
}

/** What is not known or does not apply. */
const NONE = '-';

/**
 * The line in JSON, with the fields of "Access logs for Amazon VPC Lattice". Their form is that of a line on record
 * (README of aws-samples' ECS bridge mode sample): numbers without quotes, ARNs in full. What a function as a target
 * has for address and what is said of a failure are guesses.
 */
export function accessLogLine(logged: LoggedRequest): string {
  const { request, status, targetGroupArn = NONE } = logged;
  const { headers, httpVersion, method = 'GET', url = '/' } = request;
  const denied = status === 403 && targetGroupArn === NONE;
  const duration = Math.round(logged.ms);
  const host = headers.host ?? NONE;
  const secure = logged.protocol === 'HTTPS';
  return JSON.stringify({
    serviceNetworkArn: logged.serviceNetworkArn || NONE,
    resolvedUser: NONE,
    listenerType: NONE,
    authDeniedReason: denied ? 'Service' : NONE,
    targetGroupArn,
    sourceVpcArn: logged.sourceVpcArn,
    destinationVpcId: NONE,
    sourceIpPort: '127.0.0.1:0',
    listenerId: logged.listenerId,
    targetIpPort: NONE,
    failureReason: denied ? 'ClientAccessDenied' : NONE,
    serviceArn: logged.serviceArn,
    sourceVpcId: logged.sourceVpcArn.slice(logged.sourceVpcArn.lastIndexOf('/') + 1),
    startTime: new Date(logged.time).toISOString().replace(/\.\d+/, ''),
    requestMethod: method,
    requestPath: url,
    protocol: `HTTP/${httpVersion}`,
    responseCode: status,
    bytesReceived: logged.bytesReceived,
    bytesSent: logged.bytesSent,
    duration,
    userAgent: headers['user-agent'] ?? NONE,
    hostHeader: host,
    serverNameIndication: secure ? host : NONE,
    requestToTargetDuration: targetGroupArn === NONE ? 0 : duration,
    responseFromTargetDuration: 0,
    sslCipher: secure ? 'ECDHE-RSA-AES128-GCM-SHA256' : NONE,
    tlsVersion: secure ? 'TLSv1.2' : NONE,
    callerPrincipal: NONE,
    callerPrincipalOrgID: NONE,
    callerX509IssuerOU: NONE,
    callerX509SubjectCN: NONE,
    callerX509SANNameCN: NONE,
    callerX509SANDNS: NONE,
    callerX509SANURI: NONE,
  });
}
