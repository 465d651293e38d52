package dev.spinel.engine.type.geo;

import dev.spinel.engine.command.Call;
import dev.spinel.engine.resp.Errors;
import dev.spinel.engine.resp.Text;
import java.util.Locale;

/** Units of length that clients name. */
enum LengthUnit {
    M(1), KM(1000), FT(0.3048), MI(1609.34);

    private static final LengthUnit[] ALL = values();
    private static final byte[] UNSUPPORTED = Errors.bytes("ERR unsupported unit provided. please use M, KM, FT, MI");

    private final double metres;
    private final byte[] word = Text.bytes(name().toLowerCase(Locale.ROOT));

    LengthUnit(double metres) {
        this.metres = metres;
    }

    double metres() {
        return metres;
    }

    /** The unit in an argument; latches an error and answers metres when it is none. */
    static LengthUnit parse(Call call, int index) {
        for (LengthUnit unit : ALL) {
            if (call.args().is(index, unit.word)) {
                return unit;
            }
        }
        call.fail(UNSUPPORTED);
        return M;
    }
}
