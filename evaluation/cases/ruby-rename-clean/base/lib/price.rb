class Price
  def initialize(amount, currency)
    @amount = amount
    @currency = currency
  end

  def fmt
    format('%.2f %s', @amount, @currency)
  end
end
