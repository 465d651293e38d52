package dev.spinel.module.spi;

import dev.spinel.module.abi.HandleTable;
import dev.spinel.module.abi.StringCell;
import dev.spinel.module.api.DataTypeApi;
import dev.spinel.module.api.IoApi;
import dev.spinel.module.api.KeyOptions;
import dev.spinel.module.api.ModuleIo;

/**
 * Which key a value belongs to.
 *
 * @param key      its name; null when there is none
 * @param database -1 when it is not known
 */
public record ValuePlace(byte[] key, int database) {
    static ValuePlace of(ModuleIo io) {
        return of(IoApi.getKeyNameFromIo(io), IoApi.getDbIdFromIo(io));
    }

    /** @param options address of what the server tells a function of a type */
    static ValuePlace of(long options) {
        KeyOptions told = HandleTable.resolve(options, KeyOptions.class);
        return of(DataTypeApi.getKeyNameFromOptCtx(told), DataTypeApi.getDbIdFromOptCtx(told));
    }

    /** The second of two keys: where a copy goes. */
    static ValuePlace target(long options) {
        KeyOptions told = HandleTable.resolve(options, KeyOptions.class);
        return of(DataTypeApi.getToKeyNameFromOptCtx(told), DataTypeApi.getToDbIdFromOptCtx(told));
    }

    private static ValuePlace of(long name, int database) {
        return new ValuePlace(name == 0 ? null : StringCell.toBytes(name), database);
    }
}
