/** The broker's users for processes other than subgraphs; each subgraph is its own user. */
export const gatewayUser = 'gateway';
/** The supervisor and the command line: they have all rights. */
export const operatorUser = 'nimbus';
