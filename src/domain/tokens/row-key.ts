/** Where a secret's row is: the SHA-256 of the secret, and the partition its expiry put it in. */
export interface RowKey {
  readonly digest: Buffer;
  readonly bucket: number;
}
