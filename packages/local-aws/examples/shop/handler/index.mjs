/** Sends an order of the machine's; answers a request of VPC Lattice. */
export async function handler(event) {
  if (event.order === undefined) return { statusCode: 200, body: 'the shop is open' };
  if (event.order < 1) throw new RangeError(`no order ${event.order}`);
  return { sent: event.order, at: new Date().toISOString() };
}
