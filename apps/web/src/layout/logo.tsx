/** Two steps and the way between them. */
export function Logo({ size = 26 }: { size?: number }) {
  return <img src="/hubflow.svg" width={size} height={size} alt="" />
}
