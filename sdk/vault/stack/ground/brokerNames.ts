/** The broker's users of processes other than subgraphs; each subgraph is its own user. */
export const gatewayUser = 'gateway';
/** The supervisor and the command line: they may do everything. */
export const operatorUser = 'nimbus';
