/**
 * SATS-JSON: values of SATS types as JSON text, and back, without any object in between.
 *
 * <pre>
 * BSATN bytes + AlgebraicType  --SatsJsonWriter--&gt;  JSON      {@link dev.stele.host.satsjson.SatsJsonWriter}
 * JSON + AlgebraicType         --SatsJsonReader--&gt;  BSATN     {@link dev.stele.host.satsjson.SatsJsonReader}
 * BSATN bytes + AlgebraicType  --SatnWriter------&gt;  text      {@link dev.stele.host.satsjson.SatnWriter}
 * </pre>
 *
 * <p>Numbers keep every digit: 64 and 128 bit integers are bare JSON integers of any size, 256 bit
 * ones hex strings. A general JSON library would read them as doubles, and would build a tree for
 * what is only passed on; so there are a small writer and a strict streaming reader here. Source:
 * spec 02 sections 2.4 and 2.5.
 */
@NullMarked
package dev.stele.host.satsjson;

import org.jspecify.annotations.NullMarked;
