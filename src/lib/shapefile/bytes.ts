/** Bytes written one after the other; a shapefile mixes both orders of bytes. */
export class ByteWriter {
  private readonly view: DataView
  private at = 0

  /** Makes room for exactly so many bytes. */
  constructor(length: number) {
    this.view = new DataView(new ArrayBuffer(length))
  }

  /** Writes a whole number of 32 bits, the highest byte first. */
  bigInt32(value: number): this {
    this.view.setInt32(this.at, value, false)
    return this.move(4)
  }

  /** Writes a whole number of 32 bits, the lowest byte first. */
  int32(value: number): this {
    this.view.setInt32(this.at, value, true)
    return this.move(4)
  }

  /** Writes a number of 16 bits without sign, the lowest byte first. */
  uint16(value: number): this {
    this.view.setUint16(this.at, value, true)
    return this.move(2)
  }

  /** Writes a byte. */
  byte(value: number): this {
    this.view.setUint8(this.at, value)
    return this.move(1)
  }

  /** Writes a double, the lowest byte first. */
  double(...values: number[]): this {
    for (const value of values) {
      this.view.setFloat64(this.at, value, true)
      this.move(8)
    }
    return this
  }

  /** Writes bytes into a field of a width, filled up with `filler`. */
  field(bytes: Uint8Array, width: number, filler: number): this {
    for (let index = 0; index < width; index++) this.byte(bytes[index] ?? filler)
    return this
  }

  /** Leaves bytes at zero. */
  skip(count: number): this {
    return this.move(count)
  }

  /** Returns everything written. */
  bytes(): Uint8Array {
    return new Uint8Array(this.view.buffer)
  }

  private move(count: number): this {
    this.at += count
    return this
  }
}
