/** Who the processes are to the broker, beside the subgraphs, each of which is its own user. */
export const gatewayUser = 'gateway';
/** The supervisor and the command line: they may do everything. */
export const operatorUser = 'nimbus';
